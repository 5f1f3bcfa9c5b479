import { parseRules, positionAt, RulesSyntaxError } from './parse-rules.ts';
import { RulesProblem } from './rules-problem.ts';
import type { FunctionNode, MatchNode, RulesTree } from './syntax-tree.ts';

/** The lines between which live-claims' part of the rules stands. */
export const START = '// <live-claims>';
export const END = '// </live-claims>';

/** Functions of the block that an app's rules call by their names; the others may be called differently. */
const PUBLIC = [
  'can',
  'canCurrent',
  'canNow',
  'canIn',
  'canCurrentIn',
  'canNowIn',
  'claim',
  'changesAccess',
  'accessFields',
];

/**
 * Parses the rules of Firestore, and says what to do where they cannot be read.
 *
 * @throws {RulesProblem}
 */
export function readRules(source: string): RulesTree {
  try {
    return parseRules(source);
  } catch (error) {
    if (!(error instanceof RulesSyntaxError)) throw error;
    throw new RulesProblem(
      error.message,
      'Correct the rules there. `firebase deploy --only firestore:rules --dry-run` says whether Firebase reads them.',
      error.at,
    );
  }
}

/**
 * The `match /databases/{database}/documents` that the block goes into: with several, the one with a rule for
 * users, else the first.
 *
 * @throws {RulesProblem} for another version of the language, and where there is no such match.
 */
export function documentsMatch(tree: RulesTree, users: string): MatchNode {
  if (tree.version?.text !== '2') {
    const [what, next] =
      tree.version === null
        ? [
            'There is no `rules_version`, so these rules are of version 1.',
            'Make it the first line of the file',
          ]
        : [`These rules are of version ${tree.version.text}.`, 'Write there'];
    throw new RulesProblem(
      `${what} live-claims needs version 2.`,
      `${next}: rules_version = '2'; In version 2, {name=**} also matches no segment at all; nothing else changes.`,
      tree.version?.span.start ?? 0,
    );
  }
  const service = tree.services.find(({ name }) => name === 'cloud.firestore');
  if (service === undefined) {
    throw new RulesProblem(
      'There is no `service cloud.firestore` in it.',
      'Is it the file of another service? firebase.json names the rules of Firestore at "firestore".',
    );
  }
  const inside = service.matches.filter(isDocuments);
  const [first] = inside;
  if (first !== undefined) return inside.find((match) => hasRuleFor(match, users)) ?? first;
  throw new RulesProblem(
    'There is no `match /databases/{database}/documents { … }`, inside of which the checks have to stand.',
    'Put your rules into one, with paths that begin below `documents`: match /databases/{database}/documents { match /users/{uid} { … } }',
    service.start,
  );
}

function isDocuments({ path: [databases, database, documents, ...more] }: MatchNode): boolean {
  return (
    more.length === 0 &&
    databases?.kind === 'name' &&
    databases.name === 'databases' &&
    database !== undefined &&
    database.kind !== 'many' &&
    documents?.kind === 'name' &&
    documents.name === 'documents'
  );
}

const hasRuleFor = ({ matches }: MatchNode, collection: string) =>
  matches.some(({ path: [first] }) => first?.kind === 'name' && first.name === collection);

/**
 * The rules with the two markers, at the end of the match for documents, where there are none yet.
 *
 * @param users the collection that admins edit.
 * @throws {RulesProblem} where it cannot be told where they belong.
 */
export function placeMarkers(source: string, users: string): string {
  if (source.split('\n').some((line) => [START, END].includes(line.trim()))) return source;
  const { close, start, matches } = documentsMatch(readRules(source), users);
  const lineStart = source.lastIndexOf('\n', close - 1) + 1;
  const before = source.slice(lineStart, close);
  const ownLine = before.trim() === '';
  const indent = indentOf(source, matches[0]?.start) ?? `${indentOf(source, start) ?? ''}  `;
  const markers = `${indent}${START}\n${indent}${END}\n`;
  if (!ownLine) return `${source.slice(0, close)}\n${markers}${source.slice(close)}`;
  const gap = /\n\s*\n$|\{\s*\n$/.test(source.slice(0, lineStart)) ? '' : '\n';
  return `${source.slice(0, lineStart)}${gap}${markers}${source.slice(lineStart)}`;
}

/** The blanks before what begins its line; null for what does not. */
function indentOf(source: string, offset: number | undefined): string | null {
  if (offset === undefined) return null;
  const before = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset);
  return before.trim() === '' ? before : null;
}

/** How the block has to be written to fit into these rules. */
export interface Fit {
  /** How a path names the database: `$(database)` by the name of the wildcard. */
  readonly database: string;
  /** What functions of the block are called here, where the app has functions of their names. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * How the block fits into rules that have the markers: the name of their wildcard, and which names are taken.
 *
 * @param functions the names of the block's own.
 * @throws {RulesProblem} where the markers are outside of the match for documents, or a name is taken that the
 *   app's rules call the block by.
 */
export function fitOf(source: string, users: string, functions: readonly string[]): Fit {
  const outside = withoutBlock(source);
  const tree = readRules(outside);
  const service = tree.services.find(({ name }) => name === 'cloud.firestore');
  const start = markerAt(source, START);
  const end = markerAt(source, END);
  const holding = service?.matches.find((match) => match.start < start && end < match.close);
  const inner = [...(holding?.matches ?? []), ...(holding?.functions ?? [])];
  if (
    holding === undefined ||
    !isDocuments(holding) ||
    inner.some((child) => child.start < start && start < child.end)
  ) {
    const right = documentsMatch(tree, users);
    throw new RulesProblem(
      `The line "${START}" is not directly inside of \`match /databases/{database}/documents\`.`,
      `Delete the two marker lines and what is between them, and run this again: it puts them at the end of the match that begins in line ${positionAt(outside, right.start).line}.`,
      start,
    );
  }
  documentsMatch(tree, users);
  const visible = [...tree.functions, ...(service?.functions ?? []), ...holding.functions];
  const taken = visible.filter(({ name }) => functions.includes(name));
  const [clash] = taken.filter(({ name }) => PUBLIC.includes(name));
  if (clash !== undefined) throw takenName(clash);
  const [, database] = holding.path;
  return {
    database: database?.kind === 'name' ? database.name : `$(${database?.variable})`,
    renamed: new Map(
      taken.map(({ name }) => [name, `lc${name[0]?.toUpperCase()}${name.slice(1)}`]),
    ),
  };
}

function takenName({ name, start }: FunctionNode): RulesProblem {
  return new RulesProblem(
    `The rules have a function ${name}() of their own, and live-claims writes one of that name.`,
    `Rename yours, or delete it and call live-claims'.`,
    start,
  );
}

/** The rules with an empty line for each of the block: the offsets of what stands before it stay, all lines do. */
export function withoutBlock(source: string): string {
  const [start, end] = blockOf(source);
  if (start < 0) return source;
  return (
    source.slice(0, start) + source.slice(start, end).replace(/[^\n]/g, ' ') + source.slice(end)
  );
}

/** Where live-claims' part of the rules begins and ends: offsets, both -1 where there is none. */
export function blockOf(source: string): readonly [start: number, end: number] {
  const [start, end] = [markerAt(source, START), markerAt(source, END)];
  return end < start ? [-1, -1] : [start, end];
}

/** Offset of the marker that is alone in its line; -1 for none. */
function markerAt(source: string, marker: string): number {
  const found = new RegExp(`^[ \\t]*(?=${marker}[ \\t\\r]*$)`, 'm').exec(source);
  return found === null ? -1 : found.index + found[0].length;
}

/**
 * Rules for an app that has none: users read their own document, nothing else is allowed yet.
 */
export function firstRules(users: string): string {
  return `rules_version = '2';

// What these rules do not allow is refused. Cloud Functions, the Admin SDK and the console bypass them.
service cloud.firestore {
  match /databases/{database}/documents {
    // Users, and the access that each was granted. Where users may edit their own document:
    //   allow update: if isMe(uid) && !changesAccess();
    match /${users}/{uid} {
      allow get: if isMe(uid);
    }

    ${START}
    ${END}
  }
}
`;
}
