import path from 'node:path';
import type { LiveClaimsConfig } from '../../core/index.ts';
import { AdminError } from '../admin-error.ts';
import { checkRules } from '../check/check-rules.ts';
import type { FindingCode } from '../check/finding.ts';
import { json } from '../firebase-project.ts';
import { missingIndexes, missingTtl } from '../required-indexes.ts';
import { updatedRules } from '../rules.ts';
import { namesCollection, type Places } from './choices.ts';
import { lowestOf, ownCodebase, SDKS, SECOND_FOLDER } from './choose-codebase.ts';
import { type Change, Draft } from './draft.ts';
import { appendTo, setIn, wrapInArray } from './edit-json.ts';
import { type AppFacts, FRAMEWORKS, rangeOf } from './inspect-app.ts';
import { addServer, nextFiles } from './next-server.ts';
import type { PackageSource } from './package-source.ts';
import {
  clientText,
  importPath,
  ownExportLine,
  ownFunctionsText,
  secondIndexText,
} from './templates.ts';

/** What init will do to an app, and what it leaves to a person. */
export interface InitPlan {
  readonly changes: readonly Change[];
  /** A tarball to copy, from an absolute path to one of the app. */
  readonly copies: readonly { readonly from: string; readonly path: string }[];
  /** What a person does afterwards, in order; the first line of each is a sentence. */
  readonly left: readonly string[];
  /** The folders in which packages have to be installed. */
  readonly installs: readonly string[];
}

/** The configuration, and the text of its file where that is not there yet. */
export interface ConfigFile {
  readonly config: LiveClaimsConfig;
  readonly path: string;
  readonly text: string | null;
}

/**
 * Decides what init writes. Files, exports and rules that are there stay; what is already as it should be is no
 * change, so the plan of an app that has been set up is empty.
 *
 * @throws {AdminError} `usage` where a folder or file of a name that is needed is something else.
 */
export function planInit(
  facts: AppFacts,
  file: ConfigFile,
  places: Places,
  source: PackageSource,
): InitPlan {
  const draft = new Draft(facts);
  const left: string[] = [];
  if (file.text !== null) draft.write(file.path, file.text);
  const folder =
    places.codebase === 'own' ? addToOwn(draft, facts, file) : addSecond(draft, facts, file);
  const rules = writeBlock(draft, facts, file.config);
  if (rules !== null) left.push(rules);
  left.push(...openRules(draft, facts, file.config));
  left.push(...mergeIndexes(draft, facts, file.config));
  left.push(...addClient(draft, facts, file, places, source));
  draft.edit(`${folder}/package.json`, (text) =>
    depend(text, source.rangeIn(folder), source.isNamed),
  );
  const changes = draft.changes();
  const changed = changes.map((change) => change.path);
  const installs = [folder, ...(places.web === null ? [] : [places.web.folder])].filter((at) =>
    changed.includes(path.posix.join(at, 'package.json')),
  );
  return { changes, copies: source.copies, left, installs };
}

/** The range in a package.json; one that is there stays unless a version was named. */
function depend(text: string, range: string, isNamed: boolean): string {
  const now = rangeOf(json(text), 'live-claims');
  if (now === range || (now !== null && !isNamed)) return text;
  return setIn(text, ['dependencies', 'live-claims'], range);
}

/** The functions in the app's own codebase. @returns its folder. */
function addToOwn(draft: Draft, facts: AppFacts, file: ConfigFile): string {
  const own = ownCodebase(facts);
  const { entry } = own ?? {};
  if (!own || !entry) {
    throw new AdminError('usage', 'The file that exports the app’s functions was not found.', {
      next: 'Leave out `--codebase own`: a second codebase needs no change there.',
    });
  }
  const { folder, language, modules, tsModule, sources } = own;
  if (sources.some(({ text }) => text.includes('live-claims/functions'))) return folder;
  const typescript = language === 'typescript';
  const kind = typescript ? 'esm' : modules;
  const needsEnding = modules === 'esm' || /^node/.test(tsModule ?? '');
  const ending = !typescript ? 'kept' : needsEnding ? 'js' : 'none';
  const name = `live-claims.${typescript ? 'ts' : 'js'}`;
  const at = path.posix.join(path.posix.dirname(entry.path), name);
  if (draft.read(at) !== null) throw taken(at);
  const initialises = sources.some(({ text }) => /\binitializeApp\s*\(/.test(text));
  draft.write(at, ownFunctionsText(kind, importPath(at, file.path, ending), initialises));
  const line = ownExportLine(kind, importPath(entry.path, at, ending), file.config.functionPrefix);
  draft.edit(entry.path, (text) => `${text.trimEnd()}\n\n${line}\n`);
  return folder;
}

const SECOND_RUNTIME = 'nodejs24';

/** A codebase of its own, beside the app's functions. @returns its folder. */
function addSecond(draft: Draft, facts: AppFacts, file: ConfigFile): string {
  const folder = SECOND_FOLDER;
  const index = `${folder}/index.js`;
  const there = draft.read(index);
  if (there !== null && !there.includes('live-claims/functions')) throw taken(index);
  const manifest = {
    name: 'live-claims-functions',
    private: true,
    type: 'module',
    main: 'index.js',
    dependencies: SDKS,
  };
  draft.write(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  draft.write(index, secondIndexText(importPath(index, file.path, 'kept'), file.config));
  if (!ignoresModules(draft.read('.gitignore') ?? '')) {
    draft.write(`${folder}/.gitignore`, 'node_modules/\n');
  }
  if (facts.functions.some((each) => each.folder === folder)) return folder;
  const entry = {
    source: folder,
    codebase: SECOND_FOLDER,
    runtime: SECOND_RUNTIME,
    ignore: ['node_modules', '.git', '**/.*', '**/*.log'],
  };
  draft.edit(facts.firebaseJson.path, (text) =>
    appendTo(wrapInArray(text, ['functions']), ['functions'], entry),
  );
  return folder;
}

const ignoresModules = (gitignore: string) => /^(\*\*\/)?node_modules\/?\s*$/m.test(gitignore);

function taken(file: string): AdminError {
  return new AdminError('usage', `${file} is there already, and is not of live-claims.`, {
    next: 'Nothing was written. Rename it, then run this again.',
  });
}

/** Writes the block into the rules. @returns what is left to do where it cannot. */
function writeBlock(draft: Draft, facts: AppFacts, config: LiveClaimsConfig): string | null {
  const firestore = facts.firestore.find(({ database }) => database === config.database);
  if (!firestore?.rules) {
    const where = firestore === undefined ? 'firebase.json names no' : 'There is no file of the';
    return `${where} security rules for the database ${config.database}. Those that are deployed would be replaced by new ones, so fetch yours first: \`npx firebase-tools init firestore\`. Then: \`npx live-claims init\``;
  }
  const { path: file, text } = firestore.rules;
  try {
    const written = updatedRules(text, config, file);
    draft.edit(file, () => written);
    return null;
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return `${error.message} ${error.next} Then: \`npx live-claims rules\``;
  }
}

/** Where the block cannot be written, that is said already. */
const OF_THE_BLOCK: ReadonlySet<string> = new Set<FindingCode>([
  'block-missing',
  'block-differs',
  'rules-unreadable',
]);

/** The app's own rules that let people write access, as they will stand: only a person can mend them. */
function openRules(draft: Draft, facts: AppFacts, config: LiveClaimsConfig): string[] {
  const firestore = facts.firestore.flatMap((each) => {
    const text = each.rules === null ? null : draft.read(each.rules.path);
    return each.rules === null || text === null
      ? []
      : [{ ...each, rules: { ...each.rules, text } }];
  });
  if (!firestore.some(({ database }) => database === config.database)) return [];
  return checkRules({ firestore }, config, Date.now())
    .findings.filter(({ code }) => !OF_THE_BLOCK.has(code))
    .map(({ file, line, message, next }) => `${file}:${line}: ${message} ${next}`);
}

/** Adds the indexes that are missing. @returns what is left to do where there is no file for them. */
function mergeIndexes(draft: Draft, facts: AppFacts, config: LiveClaimsConfig): string[] {
  const firestore = facts.firestore.find(({ database }) => database === config.database);
  if (firestore === undefined) return [];
  if (firestore.indexes === null) {
    return [
      'firebase.json names no file of indexes. Fetch yours, and name it there: `npx firebase-tools firestore:indexes > firestore.indexes.json`, "firestore": { "indexes": "firestore.indexes.json" }. Then: `npx live-claims init`',
    ];
  }
  const { path: file, text } = firestore.indexes;
  draft.write(file, '{\n  "indexes": [],\n  "fieldOverrides": []\n}\n');
  for (const index of missingIndexes(text ?? '', config)) {
    draft.edit(file, (before) => appendTo(before, ['indexes'], index));
  }
  const ttl = missingTtl(text ?? '', config);
  if (ttl === null) return [];
  const { clients } = config.collections;
  if (namesCollection(facts, clients)) {
    return [
      `${file}: the TTL policy that deletes receipts is for every collection called ${clients}, and this app has one: its documents with a time in expiresAt would go too. Give that of receipts another name, \`collections: { clients: 'accessClients' }\` in the configuration. Then: \`npx live-claims init\``,
    ];
  }
  draft.edit(file, (before) =>
    ttl.at === null
      ? appendTo(before, ['fieldOverrides'], ttl.override)
      : setIn(before, ['fieldOverrides', ttl.at, 'ttl'], true),
  );
  return [];
}

/** The client in the web app. @returns what is left to do there. */
function addClient(
  draft: Draft,
  facts: AppFacts,
  file: ConfigFile,
  { web, framework }: Places,
  source: PackageSource,
): string[] {
  if (web === null) return [];
  const manifest = web.manifest.path;
  draft.edit(manifest, (text) => depend(text, source.rangeIn(web.folder), source.isNamed));
  const left: string[] = [];
  const firebase = lowestOf(web.firebase);
  if (firebase !== null && firebase[0] < 11) {
    left.push(
      `${manifest} has firebase ${web.firebase}; live-claims needs 11 or newer. Update it: \`npm install firebase@12\``,
    );
  }
  const there = web.sources.find(({ text }) => text.includes('live-claims/web'));
  if (there !== undefined) {
    const records = web.sources.some(({ text }) => text.includes('live-claims/receipts'));
    if (file.config.receipts && !records) {
      left.push(
        `${there.path}: record what browsers have taken, beside the client: import('live-claims/receipts').then(({ recordReceipts }) => recordReceipts({ claims, auth, firestore, config }));`,
      );
    }
    return left;
  }
  const [name, ...lowest] = FRAMEWORKS[web.framework];
  if (framework === 'plain' && web.framework !== 'plain') {
    left.push(
      `The bindings need ${name} ${lowest.join('.')} or newer, and this app has ${web.frameworkVersion}: the client is without them. After an update of ${name} take its file away, and run \`npx live-claims init\` again.`,
    );
  }
  const typescript = web.language === 'typescript';
  const isTypeScript = file.path.endsWith('.ts');
  const config = (from: string) =>
    importPath(from, file.path, typescript && isTypeScript ? 'none' : 'kept');
  const beside = path.posix.join(web.sourceFolder, 'live-claims');
  const next = framework === 'next' ? nextFiles(web, beside, config) : null;
  const at = `${beside}.${typescript ? 'ts' : 'js'}${next === null ? '' : 'x'}`;
  for (const written of [at, ...(next?.files ?? []).map(({ path: name }) => name)]) {
    if (draft.read(written) !== null) throw taken(written);
  }
  const start =
    web.start === null ? null : importPath(at, web.start.path, typescript ? 'none' : 'kept');
  draft.write(
    at,
    clientText(
      web,
      framework,
      { config: config(at), start },
      {
        config: file.config,
        functionsPort: facts.emulators.functions,
        sessionUrl: next?.sessionUrl ?? null,
      },
    ),
  );
  if (start === null) {
    left.push(
      `${at}: import the file of yours that calls \`initializeApp\` before it, or at its top.`,
    );
  }
  if (next !== null) return [...left, ...addServer(draft, facts, web, next, at, file)];
  left.push(...connectClient(web, framework, at));
  return left;
}

/** How the app's root gets the client. */
function connectClient(
  web: NonNullable<Places['web']>,
  framework: Places['framework'],
  client: string,
): string[] {
  const root = web.sources.find(({ text }) =>
    /\b(createRoot|createApp|bootstrapApplication)\s*\(/.test(text),
  );
  const where = root?.path ?? 'The root of your app';
  const from = importPath(root?.path ?? client, client, 'none');
  switch (framework) {
    case 'react':
    case 'next':
    case 'solid':
      return [
        `${where}: put <LiveClaimsProvider client={claims}> around your app; both come from '${from}'.`,
      ];
    case 'vue':
      return [
        `${where}: .use(LiveClaimsPlugin, claims) before .mount(); both come from '${from}'.`,
      ];
    case 'angular':
      return [`${where}: provideLiveClaims(claims) among the providers; both come from '${from}'.`];
    case 'svelte':
    case 'plain':
      return [];
  }
}
