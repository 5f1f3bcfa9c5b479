import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { type AccessSettings, CALLABLES, parseAuditEntry } from 'live-claims/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import { createPerson, db, editInConsole, type TestUser } from '../support/admin.ts';
import { admin, dismissOwners } from '../support/admin-cli.ts';
import { signedIn } from '../support/signed-in.ts';
import { stack } from '../support/stack.ts';

const settings = db.doc(ACCESS_SETTINGS_PATH);
const OPEN = { lockdown: false, minimumAuthTime: null };

// What holds for everyone holds for the other tests of this stack, too.
beforeEach(() => settings.delete());
afterEach(() => settings.delete());

async function asked(person: TestUser, data: unknown): Promise<AccessSettings> {
  const client = await signedIn(person);
  const call = httpsCallable<unknown, AccessSettings>(
    client.functions,
    CALLABLES.setAccessSettings,
  );
  return (await call(data)).data;
}

/**
 * The same with a token whose times were another's: the emulator takes unsigned tokens.
 *
 * @param times seconds from now, as `iat` and `auth_time` shall be.
 */
async function askedWithTimes(
  person: TestUser,
  data: unknown,
  times: { readonly issued?: number; readonly signedIn?: number },
): Promise<unknown> {
  const client = await signedIn(person);
  const token = (await client.auth.currentUser?.getIdToken()) ?? '';
  const [head, payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const now = Math.floor(Date.now() / 1000);
  const forged = {
    ...claims,
    iat: now + (times.issued ?? 0),
    auth_time: now + (times.signedIn ?? 0),
  };
  const body = Buffer.from(JSON.stringify(forged)).toString('base64url');
  const url = `http://${stack.functions}/${stack.projectId}/${config.region}/${CALLABLES.setAccessSettings}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${head}.${body}.` },
    body: JSON.stringify({ data }),
  });
  return response.json();
}

const stored = async () => (await settings.get()).data() ?? null;

async function auditOfSettings(since: Timestamp) {
  const { docs } = await db.collection('auditLog').where('at', '>=', since).orderBy('at').get();
  return docs
    .map((entry) => parseAuditEntry(entry.data()))
    .filter((entry) => entry?.type === 'access-settings-change');
}

describe('the access settings', () => {
  it('are changed by an owner, with an entry in the audit log, and changed back', async () => {
    const since = Timestamp.now();
    const owner = await createPerson('owner');
    expect(await asked(owner, { lockdown: true, reason: 'a leak' })).toEqual({
      lockdown: true,
      minimumAuthTime: null,
    });
    expect(await stored()).toEqual({ lockdown: true });
    expect(await asked(owner, { lockdown: false })).toEqual(OPEN);
    const entries = await auditOfSettings(since);
    expect(entries).toMatchObject([
      {
        uid: null,
        before: OPEN,
        after: { lockdown: true, minimumAuthTime: null },
        actor: { kind: 'person', uid: owner.uid },
        reason: 'a leak',
        outcome: 'applied',
      },
      { before: { lockdown: true }, after: OPEN, reason: null },
    ]);
  });

  it('write nothing when nothing changes', async () => {
    const owner = await createPerson('owner');
    await asked(owner, { lockdown: true });
    const since = Timestamp.now();
    const { updateTime } = await settings.get();
    expect(await asked(owner, { lockdown: true })).toMatchObject({ lockdown: true });
    expect((await settings.get()).updateTime).toEqual(updateTime);
    expect(await auditOfSettings(since)).toEqual([]);
  });

  it.each([...appRoles.ranking.slice(0, -1), null])('are refused to the role %s', async (role) => {
    const person = await createPerson(role);
    await expect(asked(person, { lockdown: true })).rejects.toMatchObject({
      code: 'functions/permission-denied',
      details: { reason: 'not-allowed' },
    });
    expect(await stored()).toBeNull();
  });

  it('are refused to a demoted owner whose token still says owner', async () => {
    const owner = await createPerson('owner');
    const client = await signedIn(owner);
    await editInConsole(owner.uid, { role: 'admin' });
    const call = httpsCallable(client.functions, CALLABLES.setAccessSettings);
    await expect(call({ lockdown: true })).rejects.toMatchObject({
      details: { reason: 'not-allowed' },
    });
    expect(await stored()).toBeNull();
  });

  it('need a token of at most five minutes', async () => {
    const owner = await createPerson('owner');
    expect(await askedWithTimes(owner, { lockdown: true }, { issued: -400 })).toMatchObject({
      error: {
        status: 'UNAUTHENTICATED',
        details: { reason: 'token-too-old', maxTokenAge: 300 },
      },
    });
    expect(await stored()).toBeNull();
    expect(await askedWithTimes(owner, { lockdown: true }, { issued: -200 })).toMatchObject({
      result: { lockdown: true },
    });
  });

  it.each([
    ['no setting', {}],
    ['an invalid setting', { lockdown: 'yes' }],
    ['a time of the caller’s choice', { minimumAuthTime: 4_000_000_000 }],
    ['owners', { lockdown: true, owners: ['me'] }],
    ['nothing', null],
  ])('are not turned by %s', async (_, request) => {
    const owner = await createPerson('owner');
    await expect(asked(owner, request)).rejects.toMatchObject({
      code: 'functions/invalid-argument',
    });
    expect(await stored()).toBeNull();
  });
});

describe('owners cannot be locked out', () => {
  it('an owner who ends all sessions ends their own, signs in again and may undo it', async () => {
    const owner = await createPerson('owner');
    const yesterday = { signedIn: -86_400 };
    const now = Math.floor(Date.now() / 1000);
    const { result } = (await askedWithTimes(owner, { minimumAuthTime: 'now' }, yesterday)) as {
      result: AccessSettings;
    };
    expect(result.minimumAuthTime).toBeGreaterThanOrEqual(now);
    expect(await askedWithTimes(owner, { minimumAuthTime: null }, yesterday)).toMatchObject({
      error: { status: 'UNAUTHENTICATED', details: { reason: 'sign-in-too-old' } },
    });
    // Anew, in the same second at the earliest.
    expect(await asked(owner, { minimumAuthTime: null })).toEqual(OPEN);
  });

  it('an owner who is demoted during their own lockdown has no access, and another owner ends it', async () => {
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    await asked(ada, { lockdown: true });
    await editInConsole(ada.uid, { role: 'viewer' });
    await expect(asked(ada, { lockdown: false })).rejects.toMatchObject({
      code: 'functions/permission-denied',
      details: { reason: 'locked-down' },
    });
    expect(await asked(ben, { lockdown: false })).toEqual(OPEN);
  });

  it('a new owner can be named in a lockdown, and has access', async () => {
    const [ada, member] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
    await asked(ada, { lockdown: true });
    const client = await signedIn(ada);
    await httpsCallable(
      client.functions,
      CALLABLES.setUserRole,
    )({ uid: member.uid, role: 'owner' });
    expect(await asked(member, { lockdown: false })).toEqual(OPEN);
  });

  it('an expired owner has no access, an owner who was signed out signs in again', async () => {
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    await asked(ada, { lockdown: true });
    await editInConsole(ada.uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) });
    await expect(asked(ada, { lockdown: false })).rejects.toMatchObject({
      details: { reason: 'locked-down' },
    });
    await editInConsole(ben.uid, { sessionsRevokedAt: Timestamp.now() });
    expect(await askedWithTimes(ben, { lockdown: false }, { signedIn: -60 })).toMatchObject({
      error: { details: { reason: 'session-revoked' } },
    });
    expect(await asked(ben, { lockdown: false })).toEqual(OPEN);
  });

  it('without an owner, the command line ends it and makes one', async () => {
    const owner = await createPerson('owner');
    await asked(owner, { lockdown: true });
    await dismissOwners();
    await expect(asked(owner, { lockdown: false })).rejects.toMatchObject({
      details: { reason: 'locked-down' },
    });
    expect((await admin('lockdown', 'off')).code).toBe(0);
    expect(await stored()).toMatchObject({ lockdown: false });
    expect((await admin('grant', owner.uid, 'owner')).code).toBe(0);
    expect(await asked(owner, { lockdown: true })).toMatchObject({ lockdown: true });
  });

  it.each([
    ['a lockdown that is no truth value', { lockdown: 'yes' }, { lockdown: false }],
    ['a minimum that is no time', { minimumAuthTime: 'now' }, { minimumAuthTime: null }],
    [
      'a minimum in the future',
      { lockdown: false, minimumAuthTime: Timestamp.fromMillis(Date.now() + 86_400_000) },
      { lockdown: false, minimumAuthTime: null },
    ],
  ])('%s locks down, and an owner puts it right', async (_, typed, request) => {
    const [owner, member] = await Promise.all([createPerson('owner'), createPerson('admin')]);
    await settings.set(typed);
    await expect(asked(member, request)).rejects.toMatchObject({
      details: { reason: 'locked-down' },
    });
    expect(await asked(owner, request)).toEqual(OPEN);
  });

  it('ending the lockdown alone does not accept sessions that an unreadable minimum may refuse', async () => {
    const owner = await createPerson('owner');
    await settings.set({ lockdown: true, minimumAuthTime: 'yesterday' });
    await expect(asked(owner, { lockdown: false })).rejects.toMatchObject({
      code: 'functions/failed-precondition',
    });
    expect(await stored()).toEqual({ lockdown: true, minimumAuthTime: 'yesterday' });
    expect(await asked(owner, { lockdown: false, minimumAuthTime: 'now' })).toMatchObject({
      lockdown: false,
    });
  });

  it('two owners at the same moment leave the later settings, and two entries', async () => {
    const since = Timestamp.now();
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    await Promise.all([asked(ada, { lockdown: true }), asked(ben, { minimumAuthTime: 'now' })]);
    expect(await stored()).toMatchObject({
      lockdown: true,
      minimumAuthTime: expect.any(Timestamp),
    });
    const [first, second] = await auditOfSettings(since);
    expect(first).toMatchObject({ before: OPEN });
    expect(second).toMatchObject({ before: first?.after });
  });
});
