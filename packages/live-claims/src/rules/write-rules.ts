import { permissionsOf, type Roles } from '../core/index.ts';
import { END, type Fit, fitOf, readRules, START } from './place-block.ts';
import { renderBlock } from './render-block.ts';
import type { RulesOptions } from './rules-options.ts';
import { RulesProblem } from './rules-problem.ts';
import type { Expression } from './syntax-tree.ts';

const LINE_WIDTH = 100;

/**
 * Security rules with the block between the lines `// <live-claims>` and `// </live-claims>` written
 * again; every other line comes back as it was. Where the rules have a function of a name that the block uses for
 * itself, as `isSignedIn`, the block's is called `lcIsSignedIn`.
 *
 * @throws {Error} when the source has not exactly one block, a name is not allowed in rules, or a rule asks
 *   for a permission that no role of its table holds, or a claim that there is not, and so would refuse every user. A `RulesProblem`, which says
 *   where and what to do, when the rules cannot be read, or have a function `can()` of their own.
 * @example writeFileSync(file, writeRules(readFileSync(file, 'utf8'), config));
 */
export function writeRules(source: string, options: RulesOptions): string {
  const lines = source.split('\n');
  const start = onlyLine(lines, START);
  const end = onlyLine(lines, END);
  if (end < start) throw new Error(`"${END}" must come after "${START}".`);

  const indent = /^\s*/.exec(lines[start] as string)?.[0] ?? '';
  const rendered = renderBlock(options, LINE_WIDTH - indent.length);
  const names = rendered.flatMap((line) => /^function (\w+)/.exec(line)?.[1] ?? []);
  const fit = fitOf(source, options.collections.users, names);
  const block = fitted(rendered, fit).map((line) => (line === '' ? '' : indent + line));
  const written = [...lines.slice(0, start + 1), ...block, ...lines.slice(end)].join('\n');
  refuseUnknownNames(written, options);
  return written;
}

/** The block by the names of these rules. */
function fitted(block: readonly string[], { database, renamed }: Fit): string[] {
  const calls = new RegExp(`\\b(${[...renamed.keys()].join('|')})(?=\\()`, 'g');
  return block.map((line) => {
    const named =
      renamed.size === 0 ? line : line.replace(calls, (name) => renamed.get(name) ?? name);
    return named.replaceAll('$(database)', () => database);
  });
}

/**
 * What a reader of a diff expects: the lines from the first to the last that differ, old and new.
 *
 * @example console.error(differences(source, writeRules(source, options)).join('\n'));
 */
export function differences(before: string, after: string): string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  while (old.length > 0 && fresh.length > 0 && old[0] === fresh[0]) {
    old.shift();
    fresh.shift();
  }
  while (old.length > 0 && fresh.length > 0 && old.at(-1) === fresh.at(-1)) {
    old.pop();
    fresh.pop();
  }
  return [...old.map((line) => `- ${line}`), ...fresh.map((line) => `+ ${line}`)];
}

function onlyLine(lines: readonly string[], marker: string): number {
  const found = lines.flatMap((line, index) => (line.trim() === marker ? [index] : []));
  if (found.length !== 1) {
    throw new Error(`Expected one line "${marker}" in the rules, found ${found.length}.`);
  }
  return found[0] as number;
}

function refuseUnknownNames(rules: string, { roles, orgs, claims = {} }: RulesOptions): void {
  const asked = [
    { checks: /^can(Current|Now)?$/, names: permissionsIn(roles), of: 'role of the table holds' },
    ...(orgs === undefined
      ? []
      : [
          {
            checks: /^can(Current|Now)?In$/,
            names: permissionsIn(orgs),
            of: 'role of an organisation holds',
          },
        ]),
  ];
  for (const { name, args, start, end } of callsIn(readRules(rules))) {
    const last = args.at(-1);
    if (last?.kind !== 'string') continue;
    const check = asked.find(({ checks }) => checks.test(name));
    if (check !== undefined && !check.names.includes(last.value)) {
      throw new RulesProblem(
        `The rules ask ${rules.slice(start, end)}, but no ${check.of} that permission.`,
        `Use one of: ${check.names.join(', ')}. Or give it to a role in the configuration.`,
        start,
      );
    }
    const known = Object.keys(claims);
    if (name === 'claim' && known.length > 0 && !known.includes(last.value)) {
      throw new RulesProblem(
        `The rules ask ${rules.slice(start, end)}, but the configuration has no claim of that name.`,
        `Use one of: ${known.join(', ')}. Or add it to \`claims\` in the configuration.`,
        start,
      );
    }
  }
}

const permissionsIn = (roles: Roles): string[] => [
  ...new Set(roles.ranking.flatMap((role) => permissionsOf(roles, role))),
];

type Call = Extract<Expression, { readonly kind: 'call' }>;

/** Every call of a function in a piece of the tree. */
function callsIn(piece: unknown): Call[] {
  if (typeof piece !== 'object' || piece === null) return [];
  const inside = Object.values(piece).flatMap(callsIn);
  return 'kind' in piece && piece.kind === 'call' ? [piece as Call, ...inside] : inside;
}
