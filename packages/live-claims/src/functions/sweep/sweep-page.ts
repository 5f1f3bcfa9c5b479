import { type DriftCode, isUid, type SetAside } from '../../core/index.ts';
import type { Project } from '../project.ts';
import type { NewAccount } from '../provision/create-document.ts';
import { createWithoutRole } from '../provision/list-account.ts';
import type { MarkerState } from '../sync/ports.ts';
import type { Cursor } from './cursor.ts';
import { driftOf, isHealable } from './drift.ts';
import { type Fault, faultOf, setAsideFor } from './failure.ts';
import { heal } from './heal.ts';
import type { Pace } from './pace.ts';
import type { Person } from './person.ts';
import { readPage } from './read-page.ts';
import { readPerson } from './read-person.ts';
import { someAtOnce } from './some-at-once.ts';

/** How many people are worked on at the same time. */
const AT_ONCE = 10;

export interface SweepOptions {
  /** Only tells what it would do. */
  readonly dryRun: boolean;
  /** Why, for the audit log. */
  readonly reason: string;
  /** Called ahead of every change. */
  readonly pace: Pace;
  /** Begins on nobody else once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Somebody who has drifted, and what came of it. */
export interface Finding {
  readonly uid: string;
  readonly codes: readonly DriftCode[];
  readonly changed: boolean;
  /** Why somebody has to see to it; null when there is no need. */
  readonly setAside: SetAside | null;
  /** The error that was in the way; null when there was none. */
  readonly fault: Fault | null;
}

/** What a page of a sweep came to. */
export interface SweptPage {
  /** Where to go on; null when everybody has been looked at. */
  readonly next: Cursor | null;
  /** How many people were looked at. */
  readonly seen: number;
  readonly findings: readonly Finding[];
}

/**
 * Looks at the people at the cursor and heals what has drifted. Somebody who cannot be helped stops
 * nobody else.
 *
 * @throws only what reading the page throws.
 */
export async function sweepPage(
  project: Project,
  cursor: Cursor,
  options: SweepOptions,
): Promise<SweptPage> {
  const { people, unlisted, next } = await readPage(project, cursor);
  const now = Date.now();
  const findings = await someAtOnce(
    people,
    AT_ONCE,
    (person) => settle(project, person, { ...options, now }),
    () => options.signal?.aborted === true,
  );
  const listed = await someAtOnce(
    unlisted,
    AT_ONCE,
    (account) => list(project, account, options),
    () => options.signal?.aborted === true,
  );
  const seen = people.length + unlisted.length;
  const all = [...findings, ...listed];
  return { next, seen, findings: all.filter(({ codes }) => codes.length > 0) };
}

/** Makes the document of an account that no list shows. It grants nothing. */
async function list(
  project: Project,
  account: NewAccount,
  { dryRun }: SweepOptions,
): Promise<Finding> {
  const codes = ['not-listed'] as const;
  const finding = { uid: account.uid, codes, changed: false, setAside: null, fault: null };
  if (dryRun) return finding;
  try {
    const changed = await createWithoutRole(project, account);
    return { ...finding, codes: changed ? codes : [], changed };
  } catch (error) {
    return { ...finding, setAside: setAsideFor(error), fault: faultOf(error) };
  }
}

/** @param options.now when the page was read, in milliseconds since the Unix epoch. */
async function settle(
  project: Project,
  person: Person,
  { now, ...options }: SweepOptions & { readonly now: number },
): Promise<Finding> {
  const { uid, seen } = person;
  if (!isUid(uid)) return { ...NO_ACCOUNT_ID, uid };
  const { roles } = project.engine;
  let codes: readonly DriftCode[] = ['unreadable'];
  try {
    codes = driftOf(roles, seen, now);
    const finding = { uid, codes, changed: false, setAside: null, fault: null };
    if (codes.length === 0) return finding;
    if (options.dryRun) {
      // The page can be out of date; this look is not.
      return { ...finding, codes: driftOf(roles, await readPerson(project, uid), now) };
    }
    if (!isHealable(roles, seen, codes)) {
      return { ...finding, setAside: rejection(seen.marker) };
    }
    await options.pace();
    const healed = await heal(project, person, { codes, reason: options.reason, now });
    const setAside = rejection(healed);
    const gone = !healed.changed && setAside === null;
    return { ...finding, codes: gone ? [] : codes, changed: healed.changed, setAside };
  } catch (error) {
    return { uid, codes, changed: false, setAside: setAsideFor(error), fault: faultOf(error) };
  }
}

/** A document under an id that leads nowhere. */
const NO_ACCOUNT_ID: Omit<Finding, 'uid'> = {
  codes: ['no-account'],
  changed: false,
  setAside: {
    code: 'no-account-id',
    message: 'No account can have this id. Delete the document, or move it to the right id.',
  },
  fault: null,
};

/** What somebody has to correct. A document that waits for its account is as it should be. */
function rejection(said: Pick<MarkerState, 'status' | 'problem'> | null): SetAside | null {
  if (said?.status !== 'rejected' || said.problem === null) return null;
  const { code, message } = said.problem;
  return { code, message };
}
