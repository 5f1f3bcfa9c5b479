import { randomUUID } from 'node:crypto';
import type { CustomClaims } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import type {
  AccessDocuments,
  Accounts,
  AuditWrite,
  EntriesChange,
  MarkerState,
  MembershipDocuments,
  StoredMarker,
} from '../../packages/live-claims/src/functions/sync/ports.ts';

/** Firebase as the sync sees it: the real one, or what stands in for it in the model check. */
export interface Backend {
  readonly accounts: Accounts;
  readonly documents: AccessDocuments;
  readonly memberships: MembershipDocuments;
  createAccount(uid: string): Promise<void>;
  deleteAccount(uid: string): Promise<void>;
  /** Writes `users/{uid}`, or deletes it. */
  writeUser(uid: string, data: Record<string, unknown> | null): Promise<void>;
  /** Writes a membership, or deletes it. */
  writeMembership(uid: string, orgId: string, data: Record<string, unknown> | null): Promise<void>;
  /** Sets a role as an owner does; with the role that it was decided on, as a job does. */
  commitRole(
    uid: string,
    role: string | null,
    changeId: string,
    expected?: string | null,
  ): Promise<{ readonly outcome: string }>;
  countAuditEntries(uid: string): Promise<number>;
}

const EDITOR: MarkerState = {
  version: 5_000_000,
  role: 'editor',
  expiresAt: null,
  status: 'applied',
  problem: null,
  disabled: false,
  disabledInAuth: false,
  sessionsRevokedAt: null,
  email: 'mia@example.com',
  emailVerified: true,
  loweredVersion: 4_000_000,
};

const ENTRY: AuditWrite = {
  kind: 'entry',
  type: 'token-claims-change',
  actor: { kind: 'unknown', uid: null },
  reason: null,
};

/**
 * What the sync takes for granted about Firebase. The model check is as true as its stand-ins are,
 * so the same tests run on them and on the emulators.
 */
export function describeContract(name: string, openBackend: () => Backend): void {
  describe(name, () => {
    const backend = openBackend();
    const { accounts, documents } = backend;
    const anyone = () => `person-${randomUUID()}`;

    const publish = (uid: string, before: StoredMarker | null, after: MarkerState, id?: string) =>
      documents.publish({
        uid,
        before,
        after,
        refreshWithin: null,
        audit: id === undefined ? ENTRY : { kind: 'outcome', id },
      });
    const markerOf = async (uid: string) => (await documents.read(uid)).marker;
    const accessOf = async (uid: string) => {
      const account = await accounts.read(uid);
      return account && { claims: account.claims, disabled: account.disabled };
    };
    const stateOf = (marker: StoredMarker | null) => {
      if (marker === null) return null;
      const { revision, damaged, ...state } = marker;
      return state;
    };

    describe('versions', () => {
      it('grow with every commit, through a delete and beyond', async () => {
        const uid = anyone();
        const versions: number[] = [];
        const edits = [
          { role: 'editor' },
          { role: 'editor', email: null },
          null,
          { role: 'editor' },
        ];
        for (const data of edits) {
          await backend.writeUser(uid, data);
          const { source } = await documents.read(uid);
          expect(source.data?.role).toBe(data?.role);
          versions.push(source.version);
        }
        expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
      });

      it('stay with a write that changes nothing', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'editor' });
        const before = await documents.readSource(uid);
        await backend.writeUser(uid, { role: 'editor' });
        expect(await documents.readSource(uid)).toEqual(before);
      });

      it('of one revision are the same in every read', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'editor' });
        const [{ source }, again] = [await documents.read(uid), await documents.readSource(uid)];
        expect(again).toEqual(source);
      });

      it('of a missing document are the time of the read, later than any commit before it', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'editor' });
        const existing = await documents.readSource(uid);
        await backend.writeUser(uid, null);
        const first = await documents.readSource(uid);
        const second = await documents.readSource(uid);
        expect([first.data, second.data]).toEqual([null, null]);
        expect(first.version).toBeGreaterThan(existing.version);
        expect(second.version).toBeGreaterThan(first.version);
      });
    });

    describe('a marker', () => {
      it('is null before the first, and reads back as it was published', async () => {
        const uid = anyone();
        expect(await markerOf(uid)).toBeNull();
        const rejected: MarkerState = {
          ...EDITOR,
          expiresAt: 2_000_000_000,
          status: 'rejected',
          problem: { code: 'unknown-role', message: 'No such role.', field: 'role', value: '"x"' },
          disabled: true,
        };
        expect(await publish(uid, null, rejected)).toBe(true);
        expect(stateOf(await markerOf(uid))).toEqual(rejected);
      });

      it('replaces the one that was read', async () => {
        const uid = anyone();
        await publish(uid, null, EDITOR);
        expect(await publish(uid, await markerOf(uid), { ...EDITOR, role: 'viewer' })).toBe(true);
        expect((await markerOf(uid))?.role).toBe('viewer');
      });

      it('does not replace another than the one that was read, and nothing is written then', async () => {
        const uid = anyone();
        await publish(uid, null, EDITOR);
        const old = await markerOf(uid);
        await publish(uid, old, { ...EDITOR, role: 'admin' });
        expect(await publish(uid, old, { ...EDITOR, role: 'viewer' })).toBe(false);
        expect(await publish(uid, null, { ...EDITOR, role: 'viewer' })).toBe(false);
        expect((await markerOf(uid))?.role).toBe('admin');
        expect(await backend.countAuditEntries(uid)).toBe(2);
      });

      it('is won by one of several that replace the same', async () => {
        const uid = anyone();
        await publish(uid, null, EDITOR);
        const old = await markerOf(uid);
        const races = ['admin', 'viewer', 'owner'].map((role) =>
          publish(uid, old, { ...EDITOR, role }),
        );
        expect((await Promise.all(races)).filter(Boolean)).toHaveLength(1);
      });

      it('is first written by one of several', async () => {
        const uid = anyone();
        const races = ['admin', 'viewer'].map((role) => publish(uid, null, { ...EDITOR, role }));
        expect((await Promise.all(races)).filter(Boolean)).toHaveLength(1);
        expect(await backend.countAuditEntries(uid)).toBe(1);
      });

      it('adds the outcome to the entry that a change brought along, and makes none of its own', async () => {
        const uid = anyone();
        const id = randomUUID();
        await backend.writeUser(uid, { role: 'viewer' });
        await backend.commitRole(uid, 'editor', id);
        expect(await documents.readEntry(id)).toMatchObject({ id, uid, outcome: 'written' });
        expect(await publish(uid, null, EDITOR, id)).toBe(true);
        expect(await documents.readEntry(id)).toMatchObject({ outcome: 'applied' });
        expect(await backend.countAuditEntries(uid)).toBe(1);
      });
    });

    describe('an audit entry', () => {
      it('that came with a change has the time of its revision, also once the outcome is there', async () => {
        const uid = anyone();
        const id = randomUUID();
        await backend.writeUser(uid, { role: 'viewer' });
        await backend.commitRole(uid, 'editor', id);
        const { version } = await documents.readSource(uid);
        expect((await documents.readEntry(id))?.createdVersion).toBe(version);
        await publish(uid, null, EDITOR, id);
        expect((await documents.readEntry(id))?.createdVersion).toBe(version);
      });

      it('of an id without an account is null', async () => {
        expect(await documents.readEntry(randomUUID())).toBeNull();
      });
    });

    describe('an account', () => {
      it('that does not exist reads as null, and nothing can be written to it', async () => {
        const uid = anyone();
        expect(await accounts.read(uid)).toBeNull();
        expect(await accounts.setClaims(uid, { role: 'editor' })).toEqual({
          outcome: 'no-such-account',
        });
        expect(await accounts.setDisabled(uid, true)).toEqual({ outcome: 'no-such-account' });
        expect(await accounts.read(uid)).toBeNull();
      });

      it('begins without claims, enabled, and again so after it was deleted', async () => {
        const uid = anyone();
        const fresh = { claims: {}, disabled: false };
        await backend.createAccount(uid);
        expect(await accessOf(uid)).toEqual(fresh);
        await accounts.setClaims(uid, { role: 'editor' });
        await accounts.setDisabled(uid, true);
        await backend.deleteAccount(uid);
        expect(await accounts.read(uid)).toBeNull();
        await backend.createAccount(uid);
        expect(await accessOf(uid)).toEqual(fresh);
      });

      it('has its claims replaced as a whole', async () => {
        const uid = anyone();
        await backend.createAccount(uid);
        const written: CustomClaims[] = [
          { plan: 'pro', role: 'editor', cv: 5 },
          { role: 'viewer' },
          {},
        ];
        for (const claims of written) {
          expect(await accounts.setClaims(uid, claims)).toEqual({ outcome: 'written' });
          expect(await accessOf(uid)).toEqual({ claims, disabled: false });
        }
      });

      it('takes claims and a lock side by side, neither undoing the other', async () => {
        const uid = anyone();
        await backend.createAccount(uid);
        const claims = { role: 'editor', cv: 5 };
        await Promise.all([accounts.setClaims(uid, claims), accounts.setDisabled(uid, true)]);
        expect(await accessOf(uid)).toEqual({ claims, disabled: true });
        await Promise.all([accounts.setClaims(uid, {}), accounts.setDisabled(uid, false)]);
        expect(await accessOf(uid)).toEqual({ claims: {}, disabled: false });
      });
    });

    describe('the end of the sessions', () => {
      it('counts from this second at the earliest, and claims and locks leave it as it is', async () => {
        const uid = anyone();
        await backend.createAccount(uid);
        const before = (await accounts.read(uid))?.sessionsValidSince ?? Number.NaN;
        expect(await accounts.endSessions(uid)).toEqual({ outcome: 'written' });
        const ended = (await accounts.read(uid))?.sessionsValidSince ?? Number.NaN;
        expect(ended).toBeGreaterThanOrEqual(Math.max(before, 1));
        expect(Number.isInteger(ended)).toBe(true);
        await accounts.setClaims(uid, { role: 'editor' });
        await accounts.setDisabled(uid, true);
        expect((await accounts.read(uid))?.sessionsValidSince).toBe(ended);
      });

      it('of a missing account is none', async () => {
        expect(await accounts.endSessions(anyone())).toEqual({ outcome: 'no-such-account' });
      });

      it('is read back from a marker as it was published', async () => {
        const uid = anyone();
        const state = { ...EDITOR, sessionsRevokedAt: 1_700_000_000 };
        await publish(uid, null, state);
        expect(stateOf(await markerOf(uid))).toEqual(state);
      });
    });

    describe('a role change', () => {
      it('of a missing account creates none', async () => {
        const uid = anyone();
        expect(await backend.commitRole(uid, 'editor', randomUUID())).toEqual({
          outcome: 'no-such-person',
        });
        expect((await documents.readSource(uid)).data).toBeNull();
      });

      it('is one revision, marked as ours, and the same again is none', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'viewer', displayName: 'Mia' });
        const before = await documents.readSource(uid);
        const id = randomUUID();
        expect(await backend.commitRole(uid, 'editor', id)).toEqual({ outcome: 'written' });
        const after = await documents.readSource(uid);
        expect(after.data).toMatchObject({ role: 'editor', changeId: id, displayName: 'Mia' });
        expect(after.version).toBeGreaterThan(before.version);
        const again = await backend.commitRole(uid, 'editor', randomUUID());
        expect(again).toEqual({ outcome: 'already-so' });
        expect(await documents.readSource(uid)).toEqual(after);
      });

      it('that took effect is not made again, and says so', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'viewer' });
        const id = randomUUID();
        await backend.commitRole(uid, 'editor', id, 'viewer');
        const made = await documents.readSource(uid);
        expect(await backend.commitRole(uid, 'editor', id, 'viewer')).toEqual({
          outcome: 'written',
        });
        expect(await documents.readSource(uid)).toEqual(made);
      });

      it('that was decided on something else changes nothing', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: null });
        const before = await documents.readSource(uid);
        const { outcome } = await backend.commitRole(uid, 'editor', randomUUID(), 'viewer');
        expect(outcome).toBe('changed-meanwhile');
        expect(await documents.readSource(uid)).toEqual(before);
      });

      it('stands in line with others: each one sees the one before', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'viewer' });
        const changes = [1, 2, 3].map(() => backend.commitRole(uid, 'editor', randomUUID()));
        const outcomes = (await Promise.all(changes)).map(({ outcome }) => outcome);
        expect(outcomes.sort()).toEqual(['already-so', 'already-so', 'written']);
      });
    });

    describe('entries of memberships', () => {
      const { memberships } = backend;
      const entriesOf = async (uid: string) => (await documents.readSource(uid)).data?.orgs;
      /** What a copy of one membership writes; null takes the entry out. */
      const read = async (uid: string, orgId = 'acme') => {
        const { memberships: found, revision } = await memberships.readWithUser(uid, [orgId]);
        return { uid, memberships: found, revision, kind: 'update' as EntriesChange['kind'] };
      };
      const editor = { role: 'editor' };

      it('are written each by itself, and the membership stays what it was', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'viewer', orgs: { bolt: editor } });
        await backend.writeMembership(uid, 'acme', editor);
        const before = await memberships.read(uid, ['acme']);
        const copy = await read(uid);
        expect(await memberships.write({ ...copy, entries: { acme: editor } })).toBe(true);
        expect(await entriesOf(uid)).toEqual({ acme: editor, bolt: editor });
        // Its revision has not moved: the same copy can be written once more.
        expect(await memberships.write({ ...copy, entries: { acme: null } })).toBe(true);
        expect(await entriesOf(uid)).toEqual({ bolt: editor });
        expect((await memberships.read(uid, ['acme']))[0]?.data).toEqual(before[0]?.data);
      });

      it.each([
        ['changed', editor, { role: 'owner' }],
        ['was deleted', editor, null],
        ['came', null, editor],
      ])('are refused where the membership %s meanwhile', async (_, before, after) => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'viewer' });
        await backend.writeMembership(uid, 'acme', before);
        const copy = await read(uid);
        await backend.writeMembership(uid, 'acme', after);
        expect(await memberships.write({ ...copy, entries: { acme: before } })).toBe(false);
        expect(await entriesOf(uid)).toBeUndefined();
      });

      it('make a document where there is none, and only there', async () => {
        const uid = anyone();
        await backend.writeMembership(uid, 'acme', editor);
        const copy = { ...(await read(uid)), entries: { acme: editor } };
        expect(await memberships.write(copy)).toBe(false);
        expect(await memberships.write({ ...copy, kind: 'create' })).toBe(true);
        expect(await memberships.write({ ...copy, kind: 'create' })).toBe(false);
        expect((await documents.readSource(uid)).data).toEqual({ orgs: { acme: editor } });
      });

      it('take the field along with the last one, unless the document has moved', async () => {
        const uid = anyone();
        await backend.writeUser(uid, { role: 'viewer', orgs: { acme: editor } });
        const clear = async () => ({ ...(await read(uid)), kind: 'clear' as const });
        const late = { ...(await clear()), entries: { acme: null } };
        await backend.writeUser(uid, { role: 'editor', orgs: { acme: editor } });
        expect(await memberships.write(late)).toBe(false);
        expect(await memberships.write({ ...(await clear()), entries: { acme: null } })).toBe(true);
        expect((await documents.readSource(uid)).data).toEqual({ role: 'editor' });
      });
    });
  });
}
