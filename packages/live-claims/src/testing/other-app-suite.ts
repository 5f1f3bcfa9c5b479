import { randomUUID } from 'node:crypto';
import type { Auth } from 'firebase-admin/auth';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { afterAll, describe, expect, it } from 'vitest';
import { type CustomClaims, DEFAULT_NAMES, type JobTask } from '../core/index.ts';
import { inviteCallables } from '../functions/callables/invite-callables.ts';
import { settingsCallable } from '../functions/callables/settings-callable.ts';
import { userCallables } from '../functions/callables/user-callables.ts';
import { Store } from '../functions/firebase/store.ts';
import { callerOf, requires } from '../functions/guards/check-access.ts';
import { createHost } from '../functions/host.ts';
import { jobFunctions } from '../functions/job-functions.ts';
import { runStep } from '../functions/jobs/run-step.ts';
import { type JobsProject, syncEngine } from '../functions/project.ts';
import { provisionAccount } from '../functions/provision/provision-account.ts';
import { endExpiredGrants } from '../functions/reconcile/end-expired-grants.ts';
import { reconcile } from '../functions/reconcile/reconcile.ts';
import { syncFunctions } from '../functions/sync-functions.ts';
import { hospital } from './other-app.ts';

/** Firebase, empty, for the tests of an app with names of its own. */
export interface OtherAppGround {
  readonly auth: Auth;
  readonly db: Firestore;
  createAccount(account: { uid: string; email: string; emailVerified: boolean }): Promise<unknown>;
}

/** What the app itself keeps in its document, some of it under names that are live-claims' defaults. */
const OWN_FIELDS = { role: 'Head of the night shift', disabled: 'parking', ward: 7 };

/** A function as the platform calls it. */
type Runs = { run(request: unknown): unknown };

/**
 * The engine for an app that shares no name with the defaults: every way to read and write a document, and in
 * the end a look at what stands in the database.
 */
export function describeOtherApp(where: string, { auth, db, createAccount }: OtherAppGround): void {
  const tasks: JobTask[] = [];
  const queue = { enqueue: async (task: JobTask) => void tasks.push(task) };
  const store = new Store(db, hospital);
  const engine = syncEngine(auth, store, hospital.roles);
  const { limits, provisioning, onAccountDeleted } = hospital;
  const project: JobsProject = {
    ...{ db, auth, store, engine, queue },
    ...{ limits, provisioning, onAccountDeleted },
  };
  const host = createHost(
    hospital,
    () => ({}),
    { document: `${hospital.collections.users}/{uid}`, database: hospital.database },
    () => 1000,
    () => project,
  );
  const functions = {
    ...syncFunctions(host),
    ...userCallables(host),
    ...inviteCallables(host),
    ...jobFunctions(host),
    setAccessSettings: settingsCallable(host),
  } as unknown as Readonly<Record<string, Runs>>;

  const member = (uid: string) => db.doc(`members/${uid}`);
  const fields = async (path: string) => (await db.doc(path).get()).data();
  const claimsOf = async (uid: string) => (await auth.getUser(uid)).customClaims as CustomClaims;
  const newUid = () => randomUUID();
  const emailOf = (uid: string) => `${uid}@example.com`;

  /** A token of this moment. */
  async function tokenOf(uid: string) {
    const now = Math.floor(Date.now() / 1000);
    const claims = await claimsOf(uid);
    return { uid, auth_time: now, iat: now, firebase: {}, ...claims };
  }

  async function call(name: string, uid: string, data: unknown): Promise<unknown> {
    return functions[name]?.run({ data, auth: { uid, token: await tokenOf(uid) }, rawRequest: {} });
  }

  /** Writes the document as a console would, and lets the trigger follow. */
  async function edit(uid: string, data: Record<string, unknown>): Promise<void> {
    const before = await member(uid).get();
    await member(uid).set(data);
    const after = await member(uid).get();
    await functions.syncClaims?.run({ data: { before, after }, authType: 'unknown' });
  }

  async function person(position: string | null): Promise<string> {
    const uid = newUid();
    await createAccount({ uid, email: emailOf(uid), emailVerified: true });
    await edit(uid, { ...OWN_FIELDS, ...(position !== null && { position }) });
    return uid;
  }

  async function runJobs(): Promise<void> {
    for (let next = tasks.shift(); next !== undefined; next = tasks.shift()) {
      await runStep(project, next, 1);
    }
  }

  const may = (check: 'token' | 'marker' | 'document') => async (uid: string) => {
    const caller = callerOf(await tokenOf(uid));
    if (caller === null) throw new Error('No caller.');
    return (await host.guard(requires('charts:read', { check }), caller)).refusal?.reason ?? 'may';
  };

  describe(`${where}, for an app with names of its own`, () => {
    it('an edit becomes claims and a marker; the app’s field called "role" is none of ours', async () => {
      const uid = await person('nurse');
      expect(await claimsOf(uid)).toMatchObject({ role: 'nurse' });
      expect(await fields(`badges/${uid}`)).toMatchObject({ role: 'nurse', status: 'applied' });
    });

    it('a problem names the field as the app does', async () => {
      const uid = await person('Nurse');
      const { status, problem, role } = (await fields(`badges/${uid}`)) ?? {};
      expect({ status, role }).toEqual({ status: 'rejected', role: null });
      expect(problem).toMatchObject({ code: 'unknown-role', field: 'position' });
      await edit(uid, { Position: 'nurse' });
      expect((await fields(`badges/${uid}`))?.problem).toMatchObject({
        code: 'misnamed-field',
        message: expect.stringContaining('"position"'),
      });
      await edit(uid, { position: 'nurse', signedOutAt: 5 });
      expect((await fields(`badges/${uid}`))?.problem).toMatchObject({ field: 'signedOutAt' });
    });

    it('a change by call, its audit entry, and what two changes at once have to know', async () => {
      const [boss, uid] = [await person('chief_doctor'), await person('nurse')];
      const expiresAt = Date.now() + 3_600_000;
      await call('setUserRole', boss, { uid, role: 'visitor', expiresAt, reason: 'Holiday' });
      expect(await fields(`members/${uid}`)).toEqual({
        ...OWN_FIELDS,
        position: 'visitor',
        positionEnds: Timestamp.fromMillis(expiresAt),
        change: expect.any(String),
        edited: expect.any(Timestamp),
        editor: boss,
      });
      const { docs } = await db.collection('journal').where('uid', '==', uid).get();
      const entry = docs.map((one) => one.data()).find(({ reason }) => reason === 'Holiday');
      expect(entry).toMatchObject({
        before: { role: 'nurse' },
        after: { role: 'visitor' },
        outcome: 'applied',
      });
      const expected = { role: 'nurse', expiresAt: null, disabled: false };
      await expect(
        call('setUserRole', boss, { uid, role: 'nurse', expected }),
      ).rejects.toMatchObject({ details: { current: { role: 'visitor', expiresAt } } });
    });

    it('the last of the highest rank stays', async () => {
      const boss = await person('chief_doctor');
      const found = await db.collection('members').where('position', '==', 'chief_doctor').get();
      for (const { id } of found.docs) {
        if (id !== boss) await call('setUserRole', boss, { uid: id, role: null });
      }
      const deputy = await person(null);
      const positionEnds = Timestamp.fromMillis(Date.now() + 3_600_000);
      await edit(deputy, { position: 'chief_doctor', positionEnds });
      await expect(call('setUserRole', deputy, { uid: boss, role: null })).rejects.toMatchObject({
        details: { reason: 'last-owner' },
      });
      await call('setUserRole', boss, { uid: deputy, role: null });
    });

    it('the guards ask the token, the marker and the document', async () => {
      const [boss, uid] = [await person('chief_doctor'), await person('nurse')];
      for (const check of ['token', 'marker', 'document'] as const) {
        expect(await may(check)(uid), check).toBe('may');
      }
      await call('setUserDisabled', boss, { uid, disabled: true });
      expect(await fields(`members/${uid}`)).toMatchObject({ ...OWN_FIELDS, suspended: true });
      expect(await may('marker')(uid)).toBe('disabled');
      expect(await may('document')(uid)).toBe('disabled');
      await call('setUserDisabled', boss, { uid, disabled: false });
      await call('endSessions', boss, { uid });
      expect((await fields(`members/${uid}`))?.signedOutAt).toBeInstanceOf(Timestamp);
    });

    it('a lockdown', async () => {
      const [boss, uid] = [await person('chief_doctor'), await person('nurse')];
      await call('setAccessSettings', boss, { lockdown: true });
      expect(await fields('doors/access')).toMatchObject({ lockdown: true });
      expect(await may('document')(uid)).toBe('locked-down');
      expect(await may('document')(boss)).toBe('may');
      await call('setAccessSettings', boss, { lockdown: false });
      expect(await may('document')(uid)).toBe('may');
    });

    it('a sign-up, with an invite and without', async () => {
      const boss = await person('chief_doctor');
      const [invited, other] = [newUid(), newUid()];
      const invite = { email: emailOf(invited), role: 'nurse', expiresAt: Date.now() + 3_600_000 };
      await call('createInvite', boss, invite);
      expect(await fields(`counters/createInvite:${boss}`)).toMatchObject({ count: 1 });
      for (const [uid, role] of [
        [invited, 'nurse'],
        [other, 'visitor'],
      ] as const) {
        const profile = { displayName: 'Noor', photoURL: null };
        const account = { uid, email: emailOf(uid), emailVerified: true, ...profile };
        expect(await provisionAccount(project, account)).toMatchObject({ claims: { role } });
        expect(await fields(`members/${uid}`)).toEqual({
          position: role,
          positionEnds: null,
          suspended: false,
          mail: emailOf(uid),
          fullName: 'Noor',
          portrait: null,
          joined: expect.any(Timestamp),
          edited: expect.any(Timestamp),
          editor: uid,
          change: expect.any(String),
        });
      }
    });

    it('an invite that is taken later, and one that is withdrawn', async () => {
      const [boss, uid] = [await person('chief_doctor'), await person('visitor')];
      const invite = { role: 'nurse', expiresAt: Date.now() + 3_600_000 };
      await call('createInvite', boss, { ...invite, email: emailOf(uid) });
      expect(await call('acceptInvite', uid, null)).toMatchObject({ taken: true, role: 'nurse' });
      expect(await fields(`members/${uid}`)).toMatchObject({ ...OWN_FIELDS, position: 'nurse' });
      const written = await call('createInvite', boss, { ...invite, email: 'no@example.com' });
      const { inviteId } = written as { inviteId: string };
      expect(await fields(`offers/${inviteId}`)).toMatchObject({ email: 'no@example.com' });
      await call('withdrawInvite', boss, { inviteId });
      expect(await fields(`offers/${inviteId}`)).toBeUndefined();
    });

    it('a job on all users with a role', async () => {
      const [boss, uid] = [await person('chief_doctor'), await person('visitor')];
      const order = { everybodyWith: { role: 'visitor' }, role: 'nurse' };
      const { jobId } = (await call('bulkSetRoles', boss, order)) as { jobId: string };
      expect(await fields(`batches/${jobId}/orders/0`)).toHaveProperty('changes');
      await runJobs();
      expect(await fields(`batches/${jobId}`)).toMatchObject({ status: 'done', problem: null });
      expect(await fields(`members/${uid}`)).toMatchObject({ position: 'nurse', editor: boss });
    });

    it('the end of a grant', async () => {
      const uid = await person('nurse');
      const positionEnds = Timestamp.fromMillis(Date.now() - 5000);
      await member(uid).set({ ...OWN_FIELDS, position: 'nurse', positionEnds });
      const ended = await endExpiredGrants(project, { now: Date.now(), pace: async () => {} });
      expect(ended).toMatchObject({ ended: 1, failed: 0 });
      const left = await fields(`members/${uid}`);
      expect(left).toMatchObject({ ...OWN_FIELDS, position: null, positionEnds: null });
      expect(await claimsOf(uid)).not.toHaveProperty('role');
    });

    it('a reconciliation repairs what has drifted, and then finds nothing', async () => {
      const uid = await person('nurse');
      await auth.setCustomUserClaims(uid, { role: 'chief_doctor', cv: 1 });
      const look = { dryRun: false, perSecond: 1000 };
      expect((await reconcile(project, look)).drift).toHaveProperty('claims-differ');
      expect(await claimsOf(uid)).toMatchObject({ role: 'nurse' });
      const { drift } = await reconcile(project, { ...look, dryRun: true });
      // An account that is still to come, and documents that are wrong on purpose.
      expect(Object.keys(drift).sort()).toEqual(['no-account', 'unreadable']);
    });

    it('the end of an account', async () => {
      const [boss, uid] = [await person('chief_doctor'), await person('nurse')];
      await call('deleteUser', boss, { uid });
      expect(await fields(`members/${uid}`)).toMatchObject({ ...OWN_FIELDS, position: null });
      await expect(auth.getUser(uid)).rejects.toMatchObject({ code: 'auth/user-not-found' });
    });

    afterAll(async () => {
      const found = (await db.listCollections()).map(({ id }) => id).sort();
      expect(found).toEqual(
        ['badges', 'batches', 'counters', 'doors', 'journal', 'members', 'offers'].sort(),
      );
      const { docs } = await db.collection('members').get();
      const names = new Set(docs.flatMap((one) => Object.keys(one.data())));
      const foreign = Object.values(DEFAULT_NAMES.fields).filter((name) => names.has(name));
      expect(foreign.sort()).toEqual(['disabled', 'role']);
    });
  });
}
