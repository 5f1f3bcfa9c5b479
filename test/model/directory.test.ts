import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { DirectoryDocuments } from '../../packages/live-claims/src/functions/directory/ports.ts';
import type * as Subject from '../../packages/live-claims/src/functions/directory/update-row.ts';
import type { StoredMarker } from '../../packages/live-claims/src/functions/sync/ports.ts';
import { appRoles } from '../../packages/live-claims/src/testing/app-roles.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { type Patch, patchOf, patchSources } from '../support/patch-source.ts';
import { type Answer, type Point, Process } from './process.ts';

/*
 * A row of the directory through every order of events: the functions that keep it, late, twice, killed at any step or
 * told that a write failed which did not, beside the changes that they follow.
 */

const UID = 'mia';
const UPDATE = 'packages/live-claims/src/functions/directory/update-row.ts';
const PLAN = 'packages/live-claims/src/functions/directory/plan-row.ts';
const patch = (file: string, find: string, replace: string) => patchOf({ file, find, replace });

/** What stands in Firebase about the person. `at` counts the changes: document and marker are of one. */
interface World {
  readonly at: number;
  readonly role: string | null;
  readonly account: boolean;
  readonly row: { readonly fields: Row; readonly revision: number } | null;
  readonly clock: number;
}

type Row = Readonly<Record<string, unknown>> & { readonly version: number; readonly role: string };

/** A change that a person or the sync makes; a run of `updateRow` follows each. */
type Change = Pick<World, 'role' | 'account'>;

/** A run: waiting to begin (its event is out), on its way, or over. */
type Run = Point | 'due' | 'over';

interface State {
  readonly world: World;
  readonly changes: number;
  readonly runs: readonly Run[];
  /** How many kills, repeated deliveries and lost answers may still come. */
  readonly faults: number;
}

const BEFORE: World = { at: 0, role: null, account: true, row: null, clock: 0 };

function observed({ at, role, row }: World) {
  const marker: StoredMarker | null =
    at === 0
      ? null
      : {
          version: at,
          role,
          expiresAt: null,
          status: 'applied',
          problem: null,
          disabled: false,
          disabledInAuth: false,
          sessionsRevokedAt: null,
          email: null,
          emailVerified: false,
          loweredVersion: 0,
          damaged: false,
          revision: at,
        };
  const source = { data: at === 0 ? null : { role }, version: at };
  return { source, marker, changedAt: null, now: 0, row };
}

const ACCOUNT = {
  email: 'mia@example.com',
  emailVerified: true,
  displayName: 'Mia',
  disabled: false,
  isIdentified: true,
  createdAt: 0,
  lastSignInAt: null,
};

interface Write {
  readonly before: { readonly revision: unknown } | null;
  readonly after: Row | null;
}

/** Carries out a request of a run. @throws {Violation} where a row is written over by an older one. */
function perform(world: World, operation: string, args: unknown): [World, unknown] {
  if (operation === 'read') return [world, observed(world)];
  if (operation === 'account') return [world, world.account ? ACCOUNT : null];
  const { before, after } = args as Write;
  if ((before?.revision ?? null) !== (world.row?.revision ?? null)) return [world, false];
  if (after === null) return [{ ...world, row: null }, true];
  if (world.row !== null && after.version < world.row.fields.version) {
    throw new Violation(`A row of ${world.row.fields.version} was replaced by ${after.version}.`);
  }
  const clock = world.clock + 1;
  return [{ ...world, clock, row: { fields: after, revision: clock } }, true];
}

class Violation extends Error {}

/** The code under the check, as a process. */
function processOf({ updateRow }: typeof Subject): Process {
  return new Process((io) => {
    const directory: DirectoryDocuments = {
      read: () => io.ask('read') as never,
      readAccount: () => io.ask('account') as never,
      write: (_, before, after) => io.ask('write', { before, after }) as Promise<boolean>,
    };
    return updateRow({ roles: appRoles, directory }, UID);
  });
}

/** Everything that can happen next, with what comes of it. */
async function* nextOf(process: Process, state: State, changes: readonly Change[]) {
  const { world, faults } = state;
  const withRun = (at: number, run: Run, more: Partial<State> = {}): State => ({
    ...state,
    runs: state.runs.with(at, run),
    ...more,
  });
  const change = changes[state.changes];
  if (change !== undefined) {
    const next = { ...world, ...change, at: world.at + 1 };
    yield { ...state, world: next, changes: state.changes + 1, runs: [...state.runs, 'due'] };
  }
  for (const [at, run] of state.runs.entries()) {
    if (run === 'due') yield withRun(at, await process.start());
    if (run === 'due' || run === 'over') continue;
    if (run.ended !== null) {
      // One that failed is delivered again.
      yield withRun(at, 'error' in run.ended ? 'due' : 'over');
      continue;
    }
    if (faults > 0) yield withRun(at, 'due', { faults: faults - 1 });
    const [request] = run.waiting;
    if (request === undefined) throw new Error('A run waits for nothing.');
    const { id, operation, args } = request;
    const [next, value] = perform(world, operation, args);
    const answered = (answer: Answer) => process.answer(run, id, answer);
    yield withRun(at, await answered({ value }), { world: next });
    if (operation === 'write' && value === true && faults > 0) {
      yield withRun(at, await answered({ value: false }), { world: next, faults: faults - 1 });
    }
  }
}

const keyOf = ({ world, changes, runs, faults }: State) =>
  JSON.stringify([
    world,
    changes,
    faults,
    runs.map((run) => (typeof run === 'string' ? run : run.key)).sort(),
  ]);

/** What is wrong with a row once everything rests; null for nothing. */
function wrongAtRest({ at, role, account, row }: World): string | null {
  if (!account && role === null)
    return row === null ? null : 'The account is gone, and its row stays.';
  if (row === null) return 'There is no row.';
  const { fields } = row;
  const says = fields.version === at && fields.role === role;
  return says ? null : `The row says ${fields.role} of ${fields.version}, not ${role} of ${at}.`;
}

/** Goes through every order of the changes and their runs; the first violation, or how many states there are. */
async function explore(
  subject: typeof Subject,
  changes: readonly Change[],
  faults: number,
): Promise<{ readonly states: number; readonly violation: string | null }> {
  const process = processOf(subject);
  const begin: State = { world: BEFORE, changes: 0, runs: [], faults };
  const seen = new Set([keyOf(begin)]);
  const waiting = [begin];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    try {
      let isAtRest = true;
      for await (const next of nextOf(process, state, changes)) {
        isAtRest = false;
        const key = keyOf(next as State);
        if (seen.has(key)) continue;
        seen.add(key);
        waiting.push(next as State);
      }
      const wrong = isAtRest ? wrongAtRest(state.world) : null;
      if (wrong !== null) return { states: seen.size, violation: wrong };
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      return { states: seen.size, violation: error.message };
    }
  }
  return { states: seen.size, violation: null };
}

/** The functions with these patches. */
async function subjectWith(patches: readonly Patch[]): Promise<typeof Subject> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'directory-'));
  try {
    const outfile = path.join(folder, 'subject.mjs');
    const { plugin, assertUsed } = patchSources(patches);
    await build({
      entryPoints: [path.join(ROOT, UPDATE)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
      plugins: [plugin],
    });
    assertUsed();
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const viewer = { role: 'viewer', account: true };
const editor = { role: 'editor', account: true };
const gone = { role: null, account: false };

const SCENARIOS: readonly (readonly [name: string, changes: readonly Change[], faults: number])[] =
  [
    ['a first change, repeated and killed', [viewer], 2],
    ['two changes at once', [viewer, editor], 1],
    ['three changes at once', [viewer, editor, viewer], 0],
    ['an account that goes', [viewer, gone], 1],
    ['an account that goes and comes back', [viewer, gone, editor], 0],
  ];

const BUGS: readonly (readonly [name: string, patch: Patch])[] = [
  [
    'a row is written over whatever stands there',
    patch(
      UPDATE,
      'if (!(await directory.write(uid, row, planned))) continue;',
      'const last = await directory.read(uid); if (!(await directory.write(uid, last.row, planned))) continue;',
    ),
  ],
  [
    'a lost race is taken for done',
    patch(UPDATE, 'planned))) continue;', 'planned))) return changed;'),
  ],
  [
    'the document is read before the row',
    patch(
      UPDATE,
      'const { row, ...found } = await directory.read(uid);',
      'const found = await directory.read(uid); const { row } = await directory.read(uid);',
    ),
  ],
  [
    'who has made a row does not look again',
    patch(UPDATE, 'if (row !== null) return true;', 'return true;'),
  ],
  [
    'a row that is there is believed',
    patch(UPDATE, 'if (isSameRow(row?.fields ?? null, planned))', 'if (row !== null)'),
  ],
  [
    'the row of an account that is gone stays',
    patch(PLAN, 'account === null ? asksNothing :', 'account === null ? false :'),
  ],
];

describe('a row of the directory', () => {
  it.each(SCENARIOS)('never goes back, and is right at rest: %s', async (_, changes, faults) => {
    const { states, violation } = await explore(await subjectWith([]), changes, faults);
    expect(violation).toBeNull();
    expect(states).toBeGreaterThan(20);
  });

  it.each(BUGS)('is found out when %s', async (_, seeded) => {
    const subject = await subjectWith([seeded]);
    const found: (string | null)[] = [];
    for (const [, changes, faults] of SCENARIOS) {
      found.push((await explore(subject, changes, faults)).violation);
    }
    expect(found.filter((violation) => violation !== null)).not.toEqual([]);
  });
});
