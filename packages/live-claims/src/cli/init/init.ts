import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { structuredPatch } from 'diff';
import { topRole } from '../../core/index.ts';
import { AdminError, EXIT_CODES, type ExitCode } from '../admin-error.ts';
import { findConfig, loadConfigFile } from '../load-config.ts';
import { type Paint, painter, type Terminal, writeJson, writeLines } from '../terminal.ts';
import { askChoices, isKeyedByEmail } from './ask-choices.ts';
import { configOf, type Places } from './choices.ts';
import {
  adviseCodebase,
  type CodebaseAdvice,
  lowestOf,
  ownCodebase,
  SECOND_FOLDER,
} from './choose-codebase.ts';
import type { Change } from './draft.ts';
import type { InitOptions } from './init-options.ts';
import { type AppFacts, FRAMEWORKS, inspectApp, type WebFacts } from './inspect-app.ts';
import { packageSource } from './package-source.ts';
import { type ConfigFile, type InitPlan, planInit } from './plan-init.ts';
import { type Questions, questionsOn } from './questions.ts';
import { configText } from './templates.ts';

/** What `init` needs of the process it runs in. */
export interface InitHost {
  readonly terminal: Terminal;
  readonly cwd: string;
  /** Version of the running package. */
  readonly version: string;
  /** Where questions are asked. @default the terminal, where there is one */
  readonly questions?: Questions | null;
  /** Installs the packages of a folder. @default its package manager, as a process */
  readonly install?: (folder: string, command: readonly string[]) => Promise<void>;
}

/**
 * `live-claims init`: sets live-claims up in an app that exists. Shows every change before it writes; a second run
 * changes nothing.
 *
 * @throws {AdminError} with nothing written.
 */
export async function init(options: InitOptions, host: InitHost): Promise<ExitCode> {
  const { terminal, cwd } = host;
  const say = (lines: readonly string[]) => options.json || writeLines(terminal.err, lines);
  const paint = painter(terminal.err);
  const facts = inspectApp(cwd);
  const questions = options.yes || options.json ? null : (host.questions ?? questionsOn(terminal));
  say(['', ...factLines(facts, paint)]);

  const web = await chooseWeb(facts, options, questions);
  const framework = options.framework ?? frameworkOf(web);
  const existing = findConfig(facts.root);
  const codebase = await chooseCodebase(facts, { web, existing, options, questions, say });
  const places: Places = { codebase, web, framework };
  const file =
    existing === null
      ? await newConfig(facts, places, options, questions)
      : { path: relative(facts, existing), text: null, config: await loadConfigFile(existing) };
  const functions = codebase === 'own' ? (ownCodebase(facts)?.folder ?? '') : SECOND_FOLDER;
  const { version } = host;
  const source = packageSource(facts, { named: options.package, version, cwd, functions });
  const planned = planInit(facts, file, places, source);
  const isIgnored = options.receipts === true && !file.config.receipts;
  const turnOn = `${file.path}: set \`receipts: true\` in \`defineConfig\`. Then: \`npx live-claims init\``;
  const plan = isIgnored ? { ...planned, left: [turnOn, ...planned.left] } : planned;

  say(changeLines(plan, paint));
  const isDone = plan.changes.length === 0 && plan.copies.length === 0;
  if (!isDone && !options.dryRun) {
    await confirmed(plan, options, questions);
    carryOut(facts.root, plan);
    await installAll(facts, plan, options, host, say);
  }
  const next = nextSteps(facts, plan, file, options);
  if (options.json) writeJson(terminal.out, report(plan, next, options));
  else say(closingLines(plan, next, { isDone, dryRun: options.dryRun }, paint));
  return EXIT_CODES.done;
}

function factLines(facts: AppFacts, paint: Paint): string[] {
  const { functions, webs } = facts;
  const own = functions.map(({ folder, manifest, language, modules, sdks, node }) => {
    if (manifest === null) return `functions  ${folder}: not for Node`;
    const kind = language === 'typescript' ? 'TypeScript' : 'JavaScript';
    const sdk = sdks['firebase-functions'] ?? 'none';
    return `functions  ${folder}: ${kind}, ${modules === 'esm' ? 'ES modules' : 'CommonJS'}, firebase-functions ${sdk}, Node ${node ?? 'not said'}`;
  });
  const web = webs.map(
    ({ folder, framework, language, firebase }) =>
      `web        ${folder === '' ? '.' : folder}: ${framework === 'plain' ? 'no framework that is known' : framework}, ${language === 'typescript' ? 'TypeScript' : 'JavaScript'}, firebase ${firebase}`,
  );
  const byEmail = isKeyedByEmail(facts)
    ? [
        'rules      users are found by e-mail address; live-claims goes by account id, so access gets a collection of its own',
      ]
    : [];
  return [paint('bold', facts.root), ...own, ...web, ...byEmail, ''];
}

/** The web app that is meant: the one there is, the one that was named, or the one that is chosen. */
async function chooseWeb(
  { webs }: AppFacts,
  { web: named }: InitOptions,
  questions: Questions | null,
): Promise<WebFacts | null> {
  const folders = webs.map(({ folder }) => folder || '.');
  if (named !== undefined) {
    if (named === 'none') return null;
    const folder = path.posix.normalize(named).replace(/\/$/, '');
    const found = webs.find((web) => (web.folder || '.') === folder);
    if (found) return found;
    throw new AdminError('usage', `${named} is no web app: its package.json has no "firebase".`, {
      next: folders.length === 0 ? 'Leave out --web.' : `Use one of: ${folders.join(', ')}, none.`,
    });
  }
  if (webs.length < 2) return webs[0] ?? null;
  if (questions === null) {
    throw new AdminError('usage', `There are several web apps: ${folders.join(', ')}.`, {
      next: `Say which one gets the client: --web ${folders[0]}`,
    });
  }
  const options = folders.map((folder) => ({ value: folder, label: folder }));
  const chosen = await questions.select(
    'Which web app gets the client?',
    options,
    folders[0] ?? '',
  );
  return webs.find(({ folder }) => (folder || '.') === chosen) ?? null;
}

/** The bindings that fit: none for a version that they do not take. */
function frameworkOf(web: WebFacts | null): Places['framework'] {
  if (web === null) return 'plain';
  const [, major, minor] = FRAMEWORKS[web.framework];
  const version = lowestOf(web.frameworkVersion ?? '');
  if (version === null || version[0] > major) return web.framework;
  return version[0] === major && version[1] >= minor ? web.framework : 'plain';
}

async function chooseCodebase(
  facts: AppFacts,
  given: {
    readonly web: WebFacts | null;
    readonly existing: string | null;
    readonly options: InitOptions;
    readonly questions: Questions | null;
    readonly say: (lines: readonly string[]) => void;
  },
): Promise<Places['codebase']> {
  const { web, existing, options, questions, say } = given;
  if (existing !== null) {
    return relative(facts, existing).startsWith(`${SECOND_FOLDER}/`) ? 'second' : 'own';
  }
  const advice = adviseCodebase(facts, web);
  const own = ownCodebase(facts);
  if (options.codebase !== undefined) return refuseMisfit(options.codebase, advice);
  if (own === null || advice.choice === 'second') {
    say([
      ...advice.obstacles,
      own === null
        ? `Those of live-claims get a codebase of their own, the folder ${SECOND_FOLDER}.`
        : `So live-claims gets a codebase of its own beside yours, the folder ${SECOND_FOLDER}. Your functions, their SDKs and their Node stay as they are.`,
      '',
    ]);
    return 'second';
  }
  if (questions === null) return advice.choice;
  return questions.select(
    'Where do the functions of live-claims go?',
    [
      {
        value: 'own',
        label: `into yours: ${own.folder}`,
        hint: 'your SDKs and your Node fit, and your functions can ask its guards',
      },
      {
        value: 'second',
        label: `beside yours: ${SECOND_FOLDER}, a second codebase`,
        hint: 'nothing of your functions changes; deployed by itself',
      },
    ],
    'own',
  );
}

function refuseMisfit(choice: Places['codebase'], { obstacles }: CodebaseAdvice) {
  if (choice === 'second' || obstacles.length === 0) return choice;
  throw new AdminError('usage', obstacles.join(' '), {
    next: 'Change that first. Or use `--codebase second`, which leaves your functions as they are.',
  });
}

async function newConfig(
  facts: AppFacts,
  { codebase, web }: Places,
  options: InitOptions,
  questions: Questions | null,
): Promise<ConfigFile> {
  const choices = await askChoices(facts, options, questions);
  const own = ownCodebase(facts);
  const typescript = web?.language === 'typescript';
  const second = `${SECOND_FOLDER}/live-claims.config.${typescript ? 'ts' : 'js'}`;
  const file =
    codebase === 'second' || own?.entry == null
      ? second
      : path.posix.join(
          path.posix.dirname(own.entry.path),
          `live-claims.config.${own.language === 'typescript' || typescript ? 'ts' : own.modules === 'esm' ? 'js' : 'mjs'}`,
        );
  return { path: file, text: configText(choices), config: configOf(choices) };
}

const relative = (facts: AppFacts, file: string) =>
  path.relative(facts.root, file).replaceAll('\\', '/');

/** Every change as a diff, and a summary. */
function changeLines({ changes, copies }: InitPlan, paint: Paint): string[] {
  const diffs = changes.flatMap((change) => diffLines(change, paint));
  const copied = copies.map(
    ({ path: file, from }) => `${paint('green', '+')} ${file}  from ${from}`,
  );
  return [...diffs, ...copied];
}

function diffLines({ path: file, before, after }: Change, paint: Paint): string[] {
  const { hunks } = structuredPatch(file, file, before ?? '', after, '', '', { context: 2 });
  const lines = hunks.flatMap(({ oldStart, lines: inside }, index) => [
    ...(before === null || (index === 0 && oldStart <= 1)
      ? []
      : [paint('dim', `  … line ${oldStart}`)]),
    ...inside
      .filter((line) => !line.startsWith('\\'))
      .map((line) => {
        // A terminal shows neither as it is.
        const shown = `  ${line.replaceAll('\t', '  ').replace(/\r$/, '')}`;
        if (line.startsWith('+')) return paint('green', shown);
        return line.startsWith('-') ? paint('red', shown) : paint('dim', shown);
      }),
  ]);
  const what = before === null ? 'new' : 'changed';
  return [`${paint('bold', file)} ${paint('dim', `(${what})`)}`, ...lines, ''];
}

async function confirmed(
  { changes, copies }: InitPlan,
  { yes }: InitOptions,
  questions: Questions | null,
): Promise<void> {
  if (yes) return;
  if (questions === null) {
    throw new AdminError('not-confirmed', 'There is no terminal to confirm this.', {
      next: 'Nothing was written. Run it in a terminal, or add --yes.',
    });
  }
  const count = changes.length + copies.length;
  if (await questions.confirm(`Write ${count === 1 ? 'this file' : `these ${count} files`}?`))
    return;
  throw new AdminError('not-confirmed', 'Not confirmed.', { next: 'Nothing was written.' });
}

function carryOut(root: string, { changes, copies }: InitPlan): void {
  const made = (file: string) => {
    const at = path.join(root, file);
    mkdirSync(path.dirname(at), { recursive: true });
    return at;
  };
  for (const { from, path: file } of copies) copyFileSync(from, made(file));
  for (const { path: file, after } of changes) writeFileSync(made(file), after);
}

async function installAll(
  facts: AppFacts,
  { installs }: InitPlan,
  options: InitOptions,
  host: InitHost,
  say: (lines: readonly string[]) => void,
): Promise<void> {
  if (!options.install) return;
  const install = host.install ?? installWith;
  for (const folder of installs) {
    const command = [facts.packageManagerOf(folder), 'install'];
    say([`${command.join(' ')}   in ${folder || '.'} …`]);
    await install(path.join(facts.root, folder), command);
  }
}

async function installWith(folder: string, [program = 'npm', ...args]: readonly string[]) {
  try {
    await promisify(execFile)(program, args, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const lines = stderr.split('\n').filter((line) => /error|ERR/i.test(line));
    throw new AdminError(
      'install-failed',
      `The files are written, but \`${program} install\` failed in ${folder}.`,
      {
        next: [`Run it there yourself, then go on.`, ...lines.slice(0, 8)].join('\n'),
        cause: error,
      },
    );
  }
}

/** What a person does next, in order. */
function nextSteps(
  facts: AppFacts,
  plan: InitPlan,
  { config }: ConfigFile,
  options: InitOptions,
): readonly string[] {
  const top = topRole(config.roles);
  const notInstalled = options.dryRun || options.install ? [] : plan.installs;
  return [
    ...notInstalled.map(
      (folder) =>
        `Install what is new: \`${facts.packageManagerOf(folder)} install\` in ${folder || 'this folder'}.`,
    ),
    ...plan.left,
    'Ask for permissions in your own rules, by can(), canCurrent() or canNow(), and in your pages. Then `npx live-claims check` says whether all is in order.',
    `Deploy, or start the emulators. Then give the first role: \`npx live-claims grant you@example.com ${top}\`, with \`--project <id>\` for a real project.`,
  ];
}

function closingLines(
  plan: InitPlan,
  next: readonly string[],
  { isDone, dryRun }: { readonly isDone: boolean; readonly dryRun: boolean },
  paint: Paint,
): string[] {
  const count = plan.changes.length + plan.copies.length;
  const counted = count === 1 ? '1 file' : `${count} files`;
  const head = isDone
    ? 'Nothing to change: live-claims is set up here.'
    : dryRun
      ? `${counted} would be written; nothing was.`
      : `${counted} ${count === 1 ? 'is' : 'are'} written.`;
  return [
    '',
    `${paint('green', '✓')} ${paint('bold', head)}`,
    '',
    'What is left for you:',
    ...next.map((line, index) => `  ${index + 1}. ${line}`),
    '',
  ];
}

function report(plan: InitPlan, next: readonly string[], { dryRun }: InitOptions) {
  return {
    written: !dryRun && plan.changes.length + plan.copies.length > 0,
    files: [
      ...plan.changes.map(({ path: file, before, after }) => ({
        file,
        change: before === null ? 'new' : 'changed',
        text: after,
      })),
      ...plan.copies.map(({ path: file, from }) => ({ file, change: 'copied', from })),
    ],
    next,
  };
}
