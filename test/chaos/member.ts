import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeClaims } from 'live-claims/core';
import { createLiveClaims, type LiveClaims } from 'live-claims/web';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import {
  auditOf,
  auth,
  claimsOf,
  editInConsole,
  markerDoc,
  markerOf,
  type TestUser,
  userDoc,
} from '../support/admin.ts';
import type { Client } from '../support/client.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';
import type { Broker } from './broker.ts';
import { createPerson, FOREIGN_CLAIMS } from './create-person.ts';

/**
 * The web SDK waits for 30 to 90 s when Firestore refuses its stream with RESOURCE_EXHAUSTED:
 * `ExponentialBackoff.resetToMax` in @firebase/firestore.
 */
const CONVERGES_WITHIN_MS = 120_000;

/** What the last edit comes to. */
export interface Outcome {
  readonly role: string | null;
  readonly disabled?: boolean;
  /** Whether the sessions are over. */
  readonly signedOut?: boolean;
  /** How many changes were applied; unless given, it depends on the order of events. */
  readonly applied?: number;
  /** Their author, where the audit log has to name one. */
  readonly actor?: string;
}

/** A person with an open client, and what was seen of them since. */
export class Member {
  readonly uid: string;
  readonly #client: Client;
  readonly #live: LiveClaims;
  readonly #broker: Broker;
  readonly #versions: number[] = [];
  readonly #stopWatching: () => void;
  /** When the last edit was acknowledged, on the clock of `performance.now()`. */
  #edited = Number.NaN;
  #auditedBefore = 0;

  private constructor(person: TestUser, client: Client, broker: Broker) {
    this.uid = person.uid;
    this.#client = client;
    this.#broker = broker;
    this.#live = createLiveClaims({
      auth: client.auth,
      firestore: client.firestore,
      functions: client.functions,
      config: { roles: appRoles },
    });
    this.#stopWatching = markerDoc(person.uid).onSnapshot((marker) => {
      this.#versions.push(Number(marker.get('version')));
    });
  }

  /**
   * Comes back when the client is fresh and nothing of the past is on its way any more.
   *
   * @param connect signs the person in.
   */
  static async open(
    broker: Broker,
    role: string,
    connect: (person: TestUser) => Promise<Client>,
  ): Promise<Member> {
    const person = await createPerson(role);
    const member = new Member(person, await connect(person), broker);
    await member.converged({ role });
    await broker.delivered(person.uid);
    member.#auditedBefore = (await auditOf(person.uid)).length;
    return member;
  }

  /** Edits the document as in the console; from the acknowledgement on, time runs. */
  async edit(fields: Record<string, unknown>): Promise<void> {
    await editInConsole(this.uid, fields);
    this.startClock();
  }

  /** Deletes the document, as in the console. */
  async remove(): Promise<void> {
    await userDoc(this.uid).delete();
    this.startClock();
  }

  /** Sign-ins of the second in which sessions end are spared, so this lets that of the client pass. */
  async outlastSecondOfSignIn(): Promise<void> {
    await sleep(1000 - (Date.now() % 1000));
  }

  startClock(): void {
    this.#edited = performance.now();
  }

  /** How long it took, in milliseconds, until the client showed the outcome. Rejects after two minutes. */
  async converged({ role, disabled = false, signedOut = false }: Outcome): Promise<number> {
    const end = disabled ? 'disabled' : signedOut ? 'session-revoked' : null;
    await untilSnapshot(
      this.#live,
      (seen) =>
        end === null ? seen.status === 'fresh' && seen.role === role : seen.reason === end,
      CONVERGES_WITHIN_MS,
    );
    return performance.now() - this.#edited;
  }

  /**
   * Waits until no event of this person is on its way, and looks at everything.
   *
   * @throws {assert.AssertionError} naming what is not as it has to be.
   */
  async verify({
    role,
    disabled = false,
    signedOut = false,
    applied,
    actor,
  }: Outcome): Promise<void> {
    await this.#broker.delivered(this.uid);
    const [claims, marker, account, entries] = await Promise.all([
      claimsOf(this.uid),
      markerOf(this.uid),
      auth.getUser(this.uid),
      auditOf(this.uid),
    ]);
    assert(marker !== null, 'there is no marker');
    const { version } = marker;
    const granted = disabled ? null : role;
    assert.deepEqual(
      claims,
      { ...FOREIGN_CLAIMS, cv: version, ...(granted !== null && { role: granted }) },
      'the claims are not those of the marker and the document, with the foreign ones kept',
    );
    assert.equal(account.disabled, disabled, 'the account is disabled or not');
    assert.partialDeepStrictEqual(
      marker,
      { role: granted, status: 'applied', problem: null, disabled },
      'the marker does not say what the document says',
    );
    const validSince = Date.parse(account.tokensValidAfterTime ?? '') / 1000;
    const endedAt = marker.sessionsRevokedAt?.seconds ?? null;
    assert.equal(endedAt !== null, signedOut, 'the marker says that the sessions are over, or not');
    assert(endedAt === null || validSince >= endedAt, 'Firebase Auth lets the sessions go on');
    assert.deepEqual(
      this.#versions,
      this.#versions.toSorted((a, b) => a - b),
      "the marker's version went back",
    );
    this.#verifyAudit(entries, { role: granted, disabled, ...(actor && { actor }) }, applied);
    if (disabled || signedOut) return;
    // A version that moved on after the client had converged reaches it, too.
    const seen = await untilSnapshot(
      this.#live,
      ({ status, markerVersion }) => status === 'fresh' && markerVersion === version,
    );
    assert.equal(seen.role, role, 'the client does not show the role');
    assert.equal(decodeClaims(claims).version, version);
  }

  async close(): Promise<void> {
    this.#stopWatching();
    this.#live.close();
    await this.#client.close();
  }

  #verifyAudit(
    entries: Awaited<ReturnType<typeof auditOf>>,
    { actor, ...last }: { role: string | null; disabled: boolean; actor?: string },
    applied: number | undefined,
  ): void {
    const since = entries.slice(this.#auditedBefore);
    const said = JSON.stringify(
      since.map(({ before, after, version }) => ({ before, after, version })),
    );
    if (applied !== undefined) {
      assert.equal(since.length, applied, `the audit log has other entries: ${said}`);
    }
    for (const [index, entry] of since.slice(1).entries()) {
      assert.deepEqual(entry.before, since[index]?.after, `the audit log has a gap: ${said}`);
    }
    if (since.length > 0) {
      assert.partialDeepStrictEqual(
        since.at(-1)?.after,
        last,
        `the audit log ends elsewhere: ${said}`,
      );
    }
    if (actor === undefined) return;
    for (const { actor: by } of since) {
      assert.deepEqual({ kind: by.kind, uid: by.uid }, { kind: 'person', uid: actor });
    }
  }
}
