import { permissionsOf } from '../core/index.ts';
import { END, type Fit, fitOf, START } from './place-block.ts';
import { renderBlock } from './render-block.ts';
import type { RulesOptions } from './rules-options.ts';
import { RulesProblem } from './rules-problem.ts';

const LINE_WIDTH = 100;

/**
 * Security rules with the block between the lines `// <live-claims>` and `// </live-claims>` written
 * again; every other line comes back as it was. Where the rules have a function of a name that the block uses for
 * itself, as `isSignedIn`, the block's is called `lcIsSignedIn`.
 *
 * @throws {Error} when the source has not exactly one block, a name is not allowed in rules, or a rule asks
 *   for a permission that no role of the table holds and so would refuse every user. A `RulesProblem`, which says
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
  refuseUnknownPermissions(written, options);
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

function refuseUnknownPermissions(rules: string, { roles }: RulesOptions): void {
  const known = roles.ranking.flatMap((role) => permissionsOf(roles, role));
  for (const { 0: call, 1: permission, index } of rules.matchAll(
    /\bcan(?:Current|Now)?\('([^']*)'\)/g,
  )) {
    if (!known.includes(permission as string)) {
      throw new RulesProblem(
        `The rules ask ${call}, but no role of the table holds that permission.`,
        `Use one of: ${[...new Set(known)].join(', ')}. Or give it to a role in the configuration.`,
        index,
      );
    }
  }
}
