import {
  EmailAuthProvider,
  linkWithCredential,
  signInAnonymously,
  signInWithCustomToken,
} from 'firebase/auth';
import { httpsCallable } from 'firebase/functions';
import { CALLABLES, parseFoundAccount } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { ensureDocument } from '../../packages/live-claims/src/functions/provision/ensure-document.ts';
import { reconcile } from '../../packages/live-claims/src/functions/reconcile/reconcile.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import { openProject } from '../attacks/support/project-of-its-own.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createAccount,
  createPerson,
  db,
  editInConsole,
  markerOf,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { type Client, tokenClaims } from '../support/client.ts';
import { accept, called, create, given, newEmail, readInvite } from '../support/invites.ts';
import { signedIn } from '../support/signed-in.ts';

const syncMyClaims = async ({ functions }: Client) =>
  (await httpsCallable(functions, CALLABLES.syncMyClaims)()).data;

describe('an account that no blocking function has seen', () => {
  it('gets the initial role when it comes: a document, claims and a marker', async () => {
    const person = await createAccount();
    const client = await signedIn(person);
    expect(await syncMyClaims(client)).toMatchObject({ role: 'viewer', status: 'applied' });
    const { cv } = await tokenClaims(client, true);
    expect(await claimsOf(person.uid)).toEqual({ role: 'viewer', cv });
    expect(await markerOf(person.uid)).toMatchObject({ role: 'viewer', version: cv });
    expect((await userDoc(person.uid).get()).data()).toMatchObject({
      email: person.email,
      role: 'viewer',
      roleExpiresAt: null,
      disabled: false,
      updatedBy: person.uid,
    });
    expect(await auditOf(person.uid)).toMatchObject([
      {
        type: 'token-claims-change',
        after: { role: 'viewer' },
        actor: { kind: 'sign-up', uid: person.uid },
      },
    ]);
  });

  it('gets it once, however often it asks at the same time', async () => {
    const person = await createAccount();
    const client = await signedIn(person);
    await Promise.all([1, 2, 3].map(() => syncMyClaims(client)));
    expect(await claimsOf(person.uid)).toMatchObject({ role: 'viewer' });
    expect(await auditOf(person.uid)).toHaveLength(1);
  });

  it('gets the role of an invite to its verified address instead', async () => {
    const person = await createAccount();
    await given(person.email);
    expect(await syncMyClaims(await signedIn(person))).toMatchObject({ role: 'editor' });
    expect(await readInvite(person.email)).toMatchObject({ acceptedBy: person.uid });
  });

  it('gets no invite to an unverified address, nor any in a lockdown', async () => {
    const [unproved, late] = await Promise.all([createAccount(), createAccount()]);
    await auth.updateUser(unproved.uid, { emailVerified: false });
    await Promise.all([given(unproved.email), given(late.email)]);
    expect(await syncMyClaims(await signedIn(unproved))).toMatchObject({ role: 'viewer' });
    const client = await signedIn(late);
    await db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: true });
    try {
      expect(await syncMyClaims(client)).toMatchObject({ role: 'viewer' });
    } finally {
      await db.doc(ACCESS_SETTINGS_PATH).delete();
    }
    expect(await readInvite(late.email)).toMatchObject({ acceptedAt: null });
  });

  it('gets it by a custom token too', async () => {
    const uid = `custom-${crypto.randomUUID()}`;
    const client = await signedIn(null);
    await signInWithCustomToken(client.auth, await auth.createCustomToken(uid));
    expect(await syncMyClaims(client)).toMatchObject({ role: 'viewer' });
  });

  it('gets nothing while anonymous, until it is linked to a sign-in method', async () => {
    const client = await signedIn(null);
    const { user } = await signInAnonymously(client.auth);
    expect(await syncMyClaims(client)).toMatchObject({ role: null, version: 0 });
    expect((await userDoc(user.uid).get()).exists).toBe(false);
    await linkWithCredential(user, EmailAuthProvider.credential(newEmail(), 'correct horse'));
    expect(await syncMyClaims(client)).toMatchObject({ role: 'viewer' });
  });

  it('keeps what its app has written into its document', async () => {
    const person = await createAccount();
    await userDoc(person.uid).set({ displayName: 'Mia', theme: 'dark' });
    expect(await syncMyClaims(await signedIn(person))).toMatchObject({ role: 'viewer' });
    expect((await userDoc(person.uid).get()).data()).toMatchObject({
      displayName: 'Mia',
      theme: 'dark',
      role: 'viewer',
    });
  });

  it.each([
    ['no role', { role: null }],
    ['an unreadable role', { role: 'Viewer ' }],
    ['disabling', { disabled: true }],
  ])('gets nothing where an admin has decided already: %s', async (_, fields) => {
    const person = await createAccount();
    const client = await signedIn(person);
    await userDoc(person.uid).set(fields);
    const answer = await syncMyClaims(client);
    expect(answer).toMatchObject({ role: null });
    expect((await userDoc(person.uid).get()).data()).toEqual(fields);
  });

  it('gets nothing when its access was deleted', async () => {
    const person = await createPerson('editor');
    const client = await signedIn(person);
    await userDoc(person.uid).delete();
    await untilMarker(person.uid, ({ role }) => role === null);
    expect(await syncMyClaims(client)).toMatchObject({ role: null });
    expect((await userDoc(person.uid).get()).exists).toBe(false);
  });

  it('accepts its invite', async () => {
    const [inviter, person] = await Promise.all([createPerson('admin'), createAccount()]);
    await create(inviter, person.email, 'editor');
    expect(await accept(person)).toMatchObject({ taken: true, role: 'editor' });
    expect((await userDoc(person.uid).get()).data()).toMatchObject({
      email: person.email,
      role: 'editor',
    });
  });

  it('can be given a role, and is listed from then on', async () => {
    const [admin, person] = await Promise.all([createPerson('admin'), createAccount()]);
    const change = { uid: person.uid, role: 'editor' };
    expect(await called(admin, 'setUserRole', change)).toMatchObject({ role: 'editor' });
    expect((await userDoc(person.uid).get()).data()).toMatchObject({
      email: person.email,
      role: 'editor',
      updatedBy: admin.uid,
    });
    await expect(called(admin, 'setUserRole', { ...change, uid: 'missing' })).rejects.toMatchObject(
      {
        code: 'functions/not-found',
      },
    );
    expect((await userDoc('missing').get()).exists).toBe(false);
  });

  it('is not listed for a user without the permission to grant', async () => {
    const [viewer, person] = await Promise.all([createPerson('viewer'), createAccount()]);
    const change = { uid: person.uid, role: 'editor' };
    await expect(called(viewer, 'setUserRole', change)).rejects.toMatchObject({
      details: { reason: 'not-allowed' },
    });
    expect((await userDoc(person.uid).get()).exists).toBe(false);
  });

  it('can be deleted, with an entry in the log', async () => {
    const [admin, person] = await Promise.all([createPerson('admin'), createAccount()]);
    await called(admin, 'deleteUser', { uid: person.uid, reason: 'Unknown.' });
    await expect(auth.getUser(person.uid)).rejects.toMatchObject({ code: 'auth/user-not-found' });
    const entries = await auditOf(person.uid);
    expect(entries.filter(({ type }) => type === 'account-purged')).toMatchObject([
      { actor: { uid: admin.uid }, reason: 'Unknown.' },
    ]);
  });
});

describe('findAccount', () => {
  const find = async (person: Parameters<typeof called>[0], key: object) =>
    parseFoundAccount(await called(person, 'findAccount', key));

  it('finds an account by its exact address or id, with or without a document', async () => {
    const [admin, listed, unlisted] = await Promise.all([
      createPerson('admin'),
      createPerson('viewer'),
      createAccount(),
    ]);
    await auth.updateUser(unlisted.uid, { emailVerified: false, disabled: true });
    expect(await find(admin, { email: ` ${unlisted.email.toUpperCase()} ` })).toEqual({
      uid: unlisted.uid,
      email: unlisted.email,
      emailVerified: false,
      displayName: null,
      disabled: true,
      hasDocument: false,
      claims: { role: null, expiresAt: null, version: 0 },
      problems: [],
    });
    expect(await find(admin, { uid: listed.uid })).toMatchObject({
      email: listed.email,
      emailVerified: true,
      disabled: false,
      hasDocument: true,
    });
    expect(await find(admin, { email: newEmail() })).toBeNull();
    expect(await find(admin, { uid: 'missing' })).toBeNull();
  });

  it('says what the next token carries, and where that is not what the document says', async () => {
    const [admin, person] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    const found = async () => (await find(admin, { uid: person.uid })) ?? expect.unreachable();
    const version = (await markerOf(person.uid))?.version;
    expect(await found()).toMatchObject({
      claims: { role: 'editor', expiresAt: null, version },
      problems: [],
    });
    // Code of others sets all claims at once.
    await auth.setCustomUserClaims(person.uid, { role: 'owner', rx: 4_102_444_800 });
    expect(await found()).toMatchObject({
      claims: { role: 'owner', expiresAt: 4_102_444_800_000, version: 0 },
      problems: ["The account's claims are not what the document says."],
    });
  });

  it.each([
    [{}],
    [{ email: 'missing' }],
    [{ uid: 'a/b' }],
    [{ uid: 'x', email: 'x@example.com' }],
    [null],
  ])('refuses %j', async (key) => {
    const admin = await createPerson('admin');
    await expect(called(admin, 'findAccount', key)).rejects.toMatchObject({
      code: 'functions/invalid-argument',
    });
  });

  it('reveals accounts only to a user with the permission to grant', async () => {
    const [editor, demoted, person] = await Promise.all([
      createPerson('editor'),
      createPerson('admin'),
      createAccount(),
    ]);
    const key = { email: person.email };
    const refused = { code: 'functions/permission-denied', details: { reason: 'not-allowed' } };
    await expect(find(editor, key)).rejects.toMatchObject(refused);
    await editInConsole(demoted.uid, { role: 'editor' });
    await expect(find(demoted, key)).rejects.toMatchObject(refused);
    await expect(find(null, key)).rejects.toMatchObject({ code: 'functions/unauthenticated' });
  });
});

describe('the reconciliation', () => {
  const HOUR = 3_600_000;

  it('lists accounts that have no document, without a role, and leaves guests and new ones alone', async () => {
    const project = openProject();
    const made = (hours: number) => ({
      metadata: { creationTime: new Date(Date.now() - hours * HOUR).toUTCString() },
    });
    const decided = 'decided';
    const { errors } = await project.auth.importUsers([
      { uid: 'by-console', email: 'by-console@example.com', displayName: 'Mia', ...made(2) },
      { uid: 'by-phone', phoneNumber: '+15555550100', ...made(2) },
      { uid: 'guest', ...made(2) },
      { uid: 'new', email: 'new@example.com', ...made(0) },
      { uid: decided, email: 'decided@example.com', ...made(2) },
    ]);
    expect(errors).toEqual([]);
    await project.db.doc(`users/${decided}`).set({ role: 'editor' });
    await syncUser(project.engine, decided);
    await project.db.doc(`users/${decided}`).delete();
    await syncUser(project.engine, decided);

    const dry = await reconcile(project, { dryRun: true });
    expect(dry).toMatchObject({ changed: 0, drift: { 'not-listed': 2 } });
    expect((await project.db.collection('users').get()).empty).toBe(true);
    const report = await reconcile(project, { dryRun: false });
    expect(report).toMatchObject({ changed: 2, skipped: 0, drift: { 'not-listed': 2 } });
    const { docs } = await project.db.collection('users').get();
    expect(docs.map(({ id }) => id)).toEqual(['by-console', 'by-phone']);
    expect(docs[0]?.data()).toMatchObject({ email: 'by-console@example.com', displayName: 'Mia' });
    expect(docs[0]?.get('role')).toBeUndefined();
    // A user listed in this way still gets the initial role at the first visit.
    expect(await ensureDocument(project, 'by-console', { isGuest: false })).toMatchObject({
      role: 'viewer',
    });
    expect(await reconcile(project, { dryRun: true })).not.toHaveProperty('drift.not-listed');
  });
});
