import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { appRoles, CALLABLES, type DriftCode, parseSyncResult } from '@live-claims/contract';
import { httpsCallable } from 'firebase/functions';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore, Timestamp } from 'firebase-admin/firestore';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { carryOut } from '../../scripts/admin/carry-out.ts';
import { type OpenProject, openProject } from '../../scripts/admin/open-project.ts';
import { parseRequest } from '../../scripts/admin/parse-request.ts';
import type { Target } from '../../scripts/admin/target.ts';
import { type FakeTerminal, fakeTerminal } from '../../scripts/admin/testing/fake-terminal.ts';
import { main } from '../../scripts/admin.ts';
import { ROOT } from '../../scripts/stack/root.ts';
import { createLiveClaims } from '../../web/src/live-claims/index.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createAccount,
  createPerson,
  db,
  editInConsole,
  markerDoc,
  markerOf,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { type Client, signIn, tokenClaims } from '../support/client.ts';
import { stack } from '../support/stack.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';

const clients: Client[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

async function signedIn(person: Parameters<typeof signIn>[0]): Promise<Client> {
  const client = await signIn(person);
  clients.push(client);
  return client;
}

/** What the command comes to on the stack of the tests: for the shell, the reader and the program. */
async function admin(...args: readonly string[]) {
  const terminal = fakeTerminal(process.env);
  const code = await main(args, terminal);
  return { code, ...terminal.written() };
}

async function adminJson(...args: readonly string[]) {
  const { code, out } = await admin(...args, '--json');
  return { code, json: JSON.parse(out) };
}

async function driftShown(uid: string): Promise<{ code: number; drift: DriftCode[] }> {
  const { code, json } = await adminJson('show', uid);
  return { code, drift: json.drift.map((each: { code: DriftCode }) => each.code) };
}

/** Everything that a command could have written about a person. */
async function stateOf(uid: string): Promise<unknown> {
  const [user, marker] = await db.getAll(userDoc(uid), markerDoc(uid));
  const account = await auth.getUser(uid).catch(() => null);
  const { customClaims = null, tokensValidAfterTime = null } = account ?? {};
  return [user?.updateTime, user?.data(), marker?.updateTime, customClaims, tokensValidAfterTime];
}

async function dismissOwners(): Promise<void> {
  const { docs } = await db.collection('users').where('role', '==', 'owner').get();
  await Promise.all(docs.map(({ id }) => editInConsole(id, { role: 'viewer' })));
}

/** The trigger looks after at most 1.5 s; when a later edit has arrived, the earlier one would have. */
async function untilTriggersHaveLooked(): Promise<void> {
  const [probe, actor] = await Promise.all([createPerson('viewer'), createPerson('admin')]);
  const client = await signedIn(actor);
  await httpsCallable(client.functions, CALLABLES.setUserRole)({ uid: probe.uid, role: 'editor' });
  await editInConsole(probe.uid, { role: 'viewer' });
  await untilMarker(probe.uid, ({ role }) => role === 'viewer');
}

describe('grant', () => {
  it('makes the first owner, whose next token carries the role and who can go on from there', async () => {
    await dismissOwners();
    const [first, member] = await Promise.all([createAccount(), createPerson('viewer')]);
    const client = await signedIn(first);
    expect(await tokenClaims(client)).not.toHaveProperty('role');

    const { code, out } = await admin('grant', first.email, 'owner');
    expect(code).toBe(0);
    expect(out).toContain(`✔ ${first.email} is now owner.`);
    expect(await tokenClaims(client, true)).toMatchObject({ role: 'owner' });
    expect((await userDoc(first.uid).get()).data()).toMatchObject({
      email: first.email,
      role: 'owner',
      roleExpiresAt: null,
      disabled: false,
      updatedBy: null,
    });

    const call = httpsCallable(client.functions, CALLABLES.setUserRole);
    const { data } = await call({ uid: member.uid, role: 'admin' });
    expect(parseSyncResult(data)).toMatchObject({ role: 'admin', status: 'applied' });
  });

  it('leaves nothing for the trigger to do, and one audit entry with the reason', async () => {
    const { uid } = await createPerson('viewer');
    expect((await admin('grant', uid, 'editor', '--reason', 'on call')).code).toBe(0);
    const marker = await markerDoc(uid).get();
    await untilTriggersHaveLooked();
    expect((await markerDoc(uid).get()).updateTime).toEqual(marker.updateTime);
    const entries = await auditOf(uid);
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({
      type: 'token-claims-change',
      actor: { kind: 'service', uid: null },
      reason: 'on call',
      before: { role: 'viewer' },
      after: { role: 'editor' },
    });
  });

  it('says in JSON what it did, and keeps fields and claims that are not its own', async () => {
    const { uid, email } = await createPerson('viewer');
    await auth.setCustomUserClaims(uid, { ...(await claimsOf(uid)), tenant: 't1' });
    const before = (await userDoc(uid).get()).data();
    const expiresAt = '2035-01-31T18:00:00.000Z';
    const { code, json } = await adminJson(
      'grant',
      email,
      'editor',
      '--expires',
      '2035-01-31T18:00Z',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({
      project: stack.projectId,
      emulators: true,
      uid,
      email,
      role: 'editor',
      roleBefore: 'viewer',
      expiresAt,
      written: true,
      applied: { status: 'applied', role: 'editor', problem: null },
    });
    expect(await claimsOf(uid)).toEqual({
      tenant: 't1',
      role: 'editor',
      cv: json.applied.version,
      rx: Date.parse(expiresAt) / 1000,
    });
    const { role, roleExpiresAt, updatedAt, updatedBy, changeId, ...kept } =
      (await userDoc(uid).get()).data() ?? {};
    expect(before).toMatchObject(kept);
    expect(Object.keys(kept).sort()).toEqual([
      'createdAt',
      'disabled',
      'displayName',
      'email',
      'photoURL',
    ]);
    expect(roleExpiresAt.toDate().toISOString()).toBe(expiresAt);
  });

  it('writes no second revision for a role that is there, but heals its claims', async () => {
    const { uid } = await createPerson('editor');
    const before = await userDoc(uid).get();
    expect(await adminJson('grant', uid, 'editor')).toMatchObject({
      code: 0,
      json: { written: false, applied: { changed: false } },
    });
    await auth.setCustomUserClaims(uid, {});
    expect(await adminJson('grant', uid, 'editor')).toMatchObject({
      code: 0,
      json: { written: false, applied: { changed: true, role: 'editor' } },
    });
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
    expect((await userDoc(uid).get()).updateTime).toEqual(before.updateTime);
  });

  it('mends a role that nobody can read', async () => {
    const { uid } = await createPerson('viewer');
    await editInConsole(uid, { role: 'Admin ' });
    await untilMarker(uid, ({ status }) => status === 'rejected');
    expect((await admin('grant', uid, 'admin')).code).toBe(0);
    expect(await markerOf(uid)).toMatchObject({ status: 'applied', role: 'admin', problem: null });
  });

  it('says that a disabled person has nothing of it', async () => {
    const { uid } = await createPerson('viewer');
    await editInConsole(uid, { disabled: true });
    await untilMarker(uid, ({ disabled }) => disabled);
    const { code, out } = await admin('grant', uid, 'editor');
    expect(code).toBe(0);
    expect(out).toContain('no effect');
    expect(await claimsOf(uid)).not.toHaveProperty('role');
  });

  it('prepares a document for an account that is still to come, when asked to', async () => {
    const uid = `early-${Date.now()}`;
    expect(await admin('grant', uid, 'editor')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--prepare'),
    });
    expect((await userDoc(uid).get()).exists).toBe(false);

    expect(await admin('grant', uid, 'editor', '--prepare')).toMatchObject({
      code: 0,
      out: expect.stringContaining('will be editor'),
    });
    expect(await markerOf(uid)).toMatchObject({ status: 'pending' });
    expect(await driftShown(uid)).toEqual({ code: 0, drift: ['no-account'] });
  });
});

describe('grant and revoke refuse, and write nothing', () => {
  it.each<[string, number, readonly string[], Record<string, unknown>?]>([
    ['a role that is not there', 2, ['grant', 'UID', 'root']],
    ['a role in capitals', 2, ['grant', 'UID', 'Admin']],
    ['an end in the past', 2, ['grant', 'UID', 'admin', '--expires', '2020-01-01']],
    ['an address for --prepare', 2, ['grant', 'EMAIL', 'admin', '--prepare']],
    ['an unknown option', 2, ['revoke', 'UID', '--session']],
    ['a document with another unreadable field', 4, ['grant', 'UID', 'admin'], { disabled: 'no' }],
  ])('%s', async (_, exitCode, args, edit) => {
    const { uid, email } = await createPerson('viewer');
    if (edit !== undefined) {
      await editInConsole(uid, edit);
      await untilMarker(uid, ({ status }) => status === 'rejected');
    }
    const before = await stateOf(uid);
    const typed = args.map((arg) => ({ UID: uid, EMAIL: email })[arg] ?? arg);
    const { code, out, err } = await admin(...typed);
    expect(code).toBe(exitCode);
    expect(out).toBe('');
    expect(err).toContain('→');
    expect(err).not.toMatch(/at .*\.[jt]s:/);
    expect(await stateOf(uid)).toEqual(before);
  });

  it('other people’s claims that leave no room for the role', async () => {
    const { uid } = await createAccount();
    await auth.setCustomUserClaims(uid, { big: 'x'.repeat(980) });
    const before = await stateOf(uid);
    expect(await admin('grant', uid, 'admin')).toMatchObject({
      code: 4,
      err: expect.stringContaining('[cannot-apply]'),
    });
    expect(await stateOf(uid)).toEqual(before);
  });

  it.each([
    ['an address that nobody has signed up with', 3, 'nobody@example.com'],
    ['an id that is none', 2, 'users/somebody'],
    ['an id that is too long', 2, 'x'.repeat(129)],
    ['an address that is none', 2, '@'],
  ])('%s', async (_, exitCode, person) => {
    for (const args of [['show'], ['revoke'], ['resync']]) {
      expect((await admin(...args, person)).code, args[0]).toBe(exitCode);
    }
    expect((await admin('grant', person, 'admin')).code).toBe(exitCode);
  });

  it('an address whose account is gone, naming the document that is left', async () => {
    const { uid, email } = await createPerson('viewer');
    await auth.deleteUser(uid);
    const { code, err } = await admin('revoke', email);
    expect(code).toBe(3);
    expect(err).toContain(`users/${uid}`);
    expect((await admin('revoke', uid)).code).toBe(0);
    expect((await userDoc(uid).get()).get('role')).toBeNull();
  });

  it('the last owner without an end to be anything less', async () => {
    await dismissOwners();
    const owner = await createPerson('owner');
    const before = await stateOf(owner.uid);
    for (const args of [
      ['grant', owner.uid, 'admin'],
      ['grant', owner.uid, 'owner', '--expires', '30d'],
      ['revoke', owner.uid, '--sessions'],
    ]) {
      expect(await admin(...args)).toMatchObject({
        code: 4,
        err: expect.stringContaining('[last-owner]'),
      });
    }
    expect(await stateOf(owner.uid)).toEqual(before);
    await createPerson('owner');
    expect((await admin('grant', owner.uid, 'admin')).code).toBe(0);
  });
});

describe('revoke', () => {
  it('takes the role away at once', async () => {
    const { uid, email } = await createPerson('admin');
    const { code, json } = await adminJson('revoke', email, '--reason', 'left');
    expect(code).toBe(0);
    expect(json).toMatchObject({ roleBefore: 'admin', written: true, sessionsEndedAt: null });
    expect(await claimsOf(uid)).toEqual({ cv: json.applied.version });
    expect((await userDoc(uid).get()).data()).toMatchObject({ role: null, roleExpiresAt: null });
    expect((await auditOf(uid)).at(-1)).toMatchObject({
      actor: { kind: 'service' },
      reason: 'left',
    });
  });

  it('with --sessions signs the open browser out, by the second that Auth enforces', async () => {
    const person = await createPerson('editor');
    const client = await signedIn(person);
    const { auth_time: signedInAt } = await tokenClaims(client);
    const token = await client.auth.currentUser?.getIdToken();
    const { firestore } = client;
    const live = createLiveClaims({ auth: client.auth, firestore, roles: appRoles });
    try {
      await untilSnapshot(live, ({ status }) => status === 'fresh');
      // Sign-ins of the second of the revoke are spared, by Auth as by us.
      await vi.waitUntil(() => Math.floor(Date.now() / 1000) > Number(signedInAt), 2000);
      const { code, json } = await adminJson('revoke', person.email, '--sessions');
      expect(code).toBe(0);
      await untilSnapshot(live, ({ status }) => status === 'revoked');
      expect(live.getSnapshot()).toMatchObject({ reason: 'signed-out-everywhere', user: null });

      const { tokensValidAfterTime } = await auth.getUser(person.uid);
      expect(Date.parse(json.sessionsEndedAt)).toBe(Date.parse(tokensValidAfterTime ?? ''));
      const { sessionsRevokedAt } = (await markerOf(person.uid)) ?? {};
      expect((sessionsRevokedAt?.seconds ?? 0) * 1000).toBe(Date.parse(json.sessionsEndedAt));
      await expect(auth.verifyIdToken(token ?? '', true)).rejects.toMatchObject({
        code: 'auth/id-token-revoked',
      });
      const types = (await auditOf(person.uid)).map(({ type }) => type);
      expect(types.slice(1)).toEqual(['token-claims-change', 'session-revoked']);
    } finally {
      live.close();
    }
  });

  it('with --sessions also ends those of somebody who never had a role, and leaves no drift', async () => {
    const { uid } = await createAccount();
    expect((await adminJson('revoke', uid, '--sessions')).json).toMatchObject({
      written: false,
      sessionsEndedAt: expect.stringMatching(/Z$/),
    });
    expect(await markerOf(uid)).toMatchObject({ status: 'applied', role: null });
    expect(await driftShown(uid)).toEqual({ code: 0, drift: [] });
  });

  it('can be repeated', async () => {
    const { uid } = await createPerson('viewer');
    await admin('revoke', uid);
    const before = await stateOf(uid);
    expect(await adminJson('revoke', uid)).toMatchObject({ code: 0, json: { written: false } });
    expect(await stateOf(uid)).toEqual(before);
  });
});

describe('show', () => {
  it('has nothing to say about somebody who is in step', async () => {
    const { uid, email } = await createPerson('editor');
    const { code, json } = await adminJson('show', email);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      uid,
      email,
      document: { role: 'editor' },
      claims: { role: 'editor' },
      access: { role: 'editor', expiresAt: null },
      marker: { status: 'applied', role: 'editor' },
      inStep: true,
      drift: [],
    });
    expect((await admin('show', email)).out).toContain('✔ Document, claims and marker agree.');
  });

  it.each<[string, DriftCode[], (uid: string) => Promise<unknown>]>([
    [
      'claims that somebody overwrote',
      ['claims-differ'],
      (uid) => auth.setCustomUserClaims(uid, { role: 'owner', cv: 1 }),
    ],
    ['a missing marker', ['marker-missing'], (uid) => markerDoc(uid).delete()],
    [
      'a marker that says something else',
      ['marker-behind'],
      (uid) => markerDoc(uid).update({ role: 'owner' }),
    ],
    [
      'a marker that cannot be read',
      ['marker-behind'],
      (uid) => markerDoc(uid).set({ version: 'x' }),
    ],
    [
      'an account that is disabled by nobody’s order',
      [],
      (uid) => auth.updateUser(uid, { disabled: true }),
    ],
  ])('finds %s, and resync heals it', async (_, codes, tamper) => {
    const { uid } = await createPerson('editor');
    await tamper(uid);
    expect(await driftShown(uid)).toEqual({ code: codes.length > 0 ? 1 : 0, drift: codes });
    expect((await admin('resync', uid)).code).toBe(0);
    expect(await driftShown(uid)).toEqual({ code: 0, drift: [] });
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
  });

  it('finds a role that no document grants, and one that nobody can read', async () => {
    const { uid } = await createAccount();
    await auth.setCustomUserClaims(uid, { role: 'admin' });
    expect((await driftShown(uid)).drift).toContain('no-document');

    const typo = await createPerson('viewer');
    await editInConsole(typo.uid, { role: 'Admin ' });
    await untilMarker(typo.uid, ({ status }) => status === 'rejected');
    const { code, out } = await admin('show', typo.uid);
    expect(code).toBe(1);
    expect(out).toContain('"Admin "');
    expect(out).toContain(`\`grant ${typo.uid} <role>\``);
    expect(await admin('resync', typo.uid)).toMatchObject({ code: 1 });
  });

  it('finds a document whose account is gone', async () => {
    const { uid } = await createPerson('editor');
    await auth.deleteUser(uid);
    expect((await driftShown(uid)).drift).toContain('no-account');
  });

  it('changes nothing', async () => {
    const { uid } = await createPerson('editor');
    await auth.setCustomUserClaims(uid, {});
    const before = await stateOf(uid);
    await admin('show', uid);
    expect(await stateOf(uid)).toEqual(before);
  });
});

/** The stack of the tests under the name of a real project: what is asked and refused, is seen here. */
describe('a real project', () => {
  const PROJECT = 'my-app-123';

  function onRealProject(terminal: FakeTerminal, ...args: readonly string[]) {
    const surroundings = { out: terminal.out, version: '', now: Date.now() };
    const request = parseRequest([...args, '--project', PROJECT], surroundings);
    if (request === null) throw new Error('No command.');
    const emulators: Target = {
      kind: 'emulators',
      projectId: stack.projectId,
      addresses: { auth: stack.auth, firestore: stack.firestore, tasks: null },
    };
    const { signal } = new AbortController();
    return carryOut(request, terminal, signal, () => openProject(emulators));
  }

  it('is shown what will be changed, and changed after a yes', async () => {
    const { uid } = await createPerson('viewer');
    const terminal = fakeTerminal({}, 'y');
    const { exitCode } = await onRealProject(terminal, 'grant', uid, 'admin', '--expires', '30d');
    expect(exitCode).toBe(0);
    const { err } = terminal.written();
    expect(err).toContain(`the real project ${PROJECT}`);
    expect(err).toContain(`users/${uid}`);
    expect(err).toMatch(/role +"viewer" → "admin"/);
    expect(err).toMatch(/roleExpiresAt +none → \d{4}-/);
    expect(await claimsOf(uid)).toMatchObject({ role: 'admin' });
  });

  it.each<[string, string | null]>([
    ['after a no', 'n'],
    ['after nothing but Enter', ''],
    ['where nobody can be asked', null],
  ])('is not changed %s', async (_, answer) => {
    const { uid } = await createPerson('viewer');
    await auth.setCustomUserClaims(uid, {});
    const before = await stateOf(uid);
    for (const args of [
      ['grant', uid, 'admin'],
      // The document says so already, but its claims would be healed.
      ['grant', uid, 'viewer'],
      ['revoke', uid, '--sessions'],
      ['resync', uid],
      ['reconcile'],
      ['resync', '--stop', 'a-job'],
    ]) {
      await expect(
        onRealProject(fakeTerminal({}, answer), ...args),
        args.join(' '),
      ).rejects.toMatchObject({
        code: 'not-confirmed',
        exitCode: 4,
      });
    }
    expect(await stateOf(uid)).toEqual(before);
  });

  it('is changed unasked with --yes, and read unasked always', async () => {
    const { uid } = await createPerson('viewer');
    const nobody = fakeTerminal({}, null);
    expect((await onRealProject(nobody, 'show', uid)).exitCode).toBe(0);
    expect((await onRealProject(nobody, 'revoke', uid, '--yes')).exitCode).toBe(0);
    expect((await onRealProject(nobody, 'revoke', uid)).exitCode).toBe(0);
    expect(await claimsOf(uid)).not.toHaveProperty('role');
  });

  it('is not changed when somebody else was faster than the answer', async () => {
    const { uid } = await createPerson('viewer');
    const slow = fakeTerminal({}, async () => {
      await editInConsole(uid, { role: 'editor' });
      return 'y';
    });
    await expect(onRealProject(slow, 'grant', uid, 'admin')).rejects.toMatchObject({
      code: 'changed-meanwhile',
      exitCode: 4,
    });
    await untilMarker(uid, ({ role }) => role === 'editor');
    expect((await userDoc(uid).get()).get('role')).toBe('editor');
  });

  it('keeps its last owner when two operators are at it at the same time', async () => {
    await dismissOwners();
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    // Both have seen the other as an owner when they are asked.
    const asked = Promise.withResolvers<string>();
    let waiting = 0;
    const together = () => {
      waiting += 1;
      if (waiting === 2) asked.resolve('y');
      return asked.promise;
    };
    const results = await Promise.allSettled(
      [ada, ben].map(({ uid }) => onRealProject(fakeTerminal({}, together), 'revoke', uid)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'last-owner' },
    });
  });
});

/** The command on the stack of the tests, with a request of it that fails. */
describe('a command that dies on its way', () => {
  function failingAt(fail: (project: OpenProject) => OpenProject, ...args: readonly string[]) {
    const { out } = fakeTerminal();
    const request = parseRequest(args, { out, version: '', now: Date.now() });
    if (request === null) throw new Error('No command.');
    const open = async (target: Target) => fail(await openProject(target));
    return carryOut(request, fakeTerminal(process.env), new AbortController().signal, open);
  }
  const unavailable = () =>
    Promise.reject(Object.assign(new Error('14 UNAVAILABLE: gone'), { code: 14 }));

  it('after the document leaves the rest of a grant to the trigger', async () => {
    const { uid } = await createPerson('viewer');
    const withoutClaims = (project: OpenProject): OpenProject => {
      const accounts = { ...project.engine.accounts, setClaims: unavailable };
      return { ...project, engine: { ...project.engine, accounts } };
    };
    await expect(failingAt(withoutClaims, 'grant', uid, 'editor')).rejects.toMatchObject({
      code: 'unreachable',
      next: expect.stringContaining('safe to repeat'),
    });
    await untilMarker(uid, ({ role }) => role === 'editor');
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
  });

  it('before the sessions are ended has promised nothing, and ends them when it is repeated', async () => {
    const { uid } = await createPerson('editor');
    const withoutRevoke = (project: OpenProject): OpenProject => {
      const auth = Object.create(project.auth, { revokeRefreshTokens: { value: unavailable } });
      return { ...project, auth };
    };
    const dying = failingAt(withoutRevoke, 'revoke', uid, '--sessions');
    await expect(dying).rejects.toMatchObject({ code: 'unreachable' });
    expect(await claimsOf(uid)).not.toHaveProperty('role');
    expect(await markerOf(uid)).toMatchObject({ role: null, sessionsRevokedAt: null });

    expect((await admin('revoke', uid, '--sessions')).code).toBe(0);
    expect((await markerOf(uid))?.sessionsRevokedAt).not.toBeNull();
  });
});

describe('everybody', () => {
  it('reconcile finds and heals what has drifted, in a project of its own', async () => {
    const projectId = 'demo-admin-cli';
    const app = initializeApp({ projectId }, projectId);
    const [people, accounts] = [getFirestore(app), getAuth(app)];
    const there = ['reconcile', '--project', projectId];
    await people.doc('users/ada').set({ role: 'editor' });
    await people.doc('users/ben').set({ role: 'Editor' });
    for (const uid of ['ada', 'ben']) await accounts.createUser({ uid });

    const dry = await adminJson(...there, '--dry-run');
    expect(dry).toMatchObject({ code: 1, json: { dryRun: true, finished: true, changed: 0 } });
    expect(dry.json.drift).toMatchObject({ 'claims-differ': 1, unreadable: 1 });
    expect((await accounts.getUser('ada')).customClaims ?? {}).toEqual({});

    const healed = await adminJson(...there);
    expect(healed).toMatchObject({ code: 1, json: { dryRun: false, finished: true } });
    expect(healed.json.setAsidePeople).toMatchObject([{ uid: 'ben', code: 'unknown-role' }]);
    expect((await accounts.getUser('ada')).customClaims).toMatchObject({ role: 'editor' });

    await people.doc('users/ben').set({ role: 'viewer' });
    expect((await admin(...there)).code).toBe(0);
    const clean = await admin(...there, '--dry-run');
    expect(clean).toMatchObject({ code: 0, out: expect.stringContaining('Nothing has drifted.') });
    expect(clean.err).toContain('100 %');
  });

  it('resync is a job of the functions: watched to its end, stopped, resumed, and unknown', async () => {
    const { uid } = await createPerson('editor');
    await auth.setCustomUserClaims(uid, { role: 'owner', cv: 1 });
    const { json } = await adminJson('resync', '--per-second', '200');
    expect(json).toMatchObject({ kind: 'resync', status: 'done', problem: null });
    expect(json.seen).toBeGreaterThan(0);
    expect(json.changed).toBeGreaterThan(0);
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });

    expect((await admin('resync', '--follow', json.jobId)).out).toContain('looked at');
    expect((await admin('resync', '--resume', json.jobId)).code).toBe(4);
    expect((await admin('resync', '--stop', json.jobId)).code).toBe(4);
    for (const order of ['--follow', '--resume', '--stop']) {
      expect((await admin('resync', order, 'no-such-job')).code, order).toBe(3);
    }
  }, 90_000);

  it('Ctrl-C ends the watching of a job, which can then be stopped and resumed', async () => {
    const surroundings = { out: fakeTerminal().out, version: '', now: Date.now() };
    const request = parseRequest(['resync'], surroundings);
    if (request === null) throw new Error('No command.');
    const stop = new AbortController();
    const terminal = fakeTerminal(process.env);
    const watching = carryOut(request, terminal, stop.signal);
    // The job's line is on the screen: from here on it is only watched.
    await vi.waitUntil(() => /Job \w+ …/.test(terminal.written().err), { timeout: 20_000 });
    stop.abort();
    const { exitCode, json } = await watching;
    expect(exitCode).toBe(130);
    const jobId = String(json.jobId);
    const { code } = await admin('resync', '--stop', jobId);
    // It may have been done before it could be stopped.
    if (code === 0) {
      expect((await adminJson('resync', '--resume', jobId)).json).toMatchObject({ status: 'done' });
    }
    expect((await db.doc(`jobs/${jobId}`).get()).get('status')).toBe('done');
  }, 90_000);
});

describe('from the shell', () => {
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
    promisify(execFile)(process.execPath, [path.join(ROOT, 'scripts/run.mjs'), 'admin', ...args], {
      env,
      timeout: 25_000,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  it('finds the stack by its hub alone, and prints JSON and nothing else', async () => {
    const { uid, email } = await createPerson('viewer');
    const { PATH } = process.env;
    const { code, stdout, stderr } = await run(['show', email, '--json'], {
      PATH,
      FIREBASE_EMULATOR_HUB: stack.hub,
    });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ uid, project: stack.projectId, inStep: true });
  });

  it('ends with the code that its help promises', async () => {
    expect(await run(['show', 'nobody@example.com'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('[no-such-person]'),
    });
  });
});

it('an end of a role that has passed is drift, and reconciling ends the grant', async () => {
  const { uid } = await createPerson('editor');
  await editInConsole(uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) });
  await vi.waitUntil(async () => (await claimsOf(uid)).rx !== undefined, 10_000);
  expect((await driftShown(uid)).drift).toContain('expired-grant');
  expect((await admin('resync', uid)).code).toBe(0);
  expect((await userDoc(uid).get()).get('role')).toBeNull();
});
