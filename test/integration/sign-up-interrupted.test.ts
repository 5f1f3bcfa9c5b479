import { randomUUID } from 'node:crypto';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { CustomClaims } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import config from '../../functions/src/live-claims.config.ts';
import { markerOf } from '../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import type { NewAccount } from '../../packages/live-claims/src/functions/firebase/known-account.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { OPERATOR } from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import {
  accountCreated,
  provisionAccount,
} from '../../packages/live-claims/src/functions/provision/provision-account.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { ACCESS_SETTINGS_PATH, userPath } from '../../tools/demo-paths.ts';
import { type OwnProject, openProject } from '../attacks/support/project-of-its-own.ts';

const newcomer = (email = `${randomUUID()}@example.com`): NewAccount => ({
  uid: randomUUID(),
  email,
  emailVerified: true,
  displayName: null,
  photoURL: null,
});

/** What Firebase Auth does with what a blocking function answers. */
async function isBorn(
  { auth }: OwnProject,
  { uid, email }: NewAccount,
  { claims, disabled }: { readonly claims: CustomClaims; readonly disabled: boolean },
): Promise<void> {
  const account = { uid, ...(email !== null && { email }), disabled, customClaims: claims };
  const { errors } = await auth.importUsers([account]);
  expect(errors).toEqual([]);
}

async function invite({ db }: OwnProject, email: string, role = 'editor') {
  const now = Timestamp.now();
  const fields = { email, role, invitedBy: OPERATOR, createdAt: now, acceptedAt: null };
  return db.collection('invites').add(fields);
}

const documentOf = async ({ db }: OwnProject, { uid }: NewAccount) =>
  (await db.doc(userPath(uid)).get()).data();
const markerOfNewcomer = async ({ db }: OwnProject, { uid }: NewAccount) =>
  markerOf(await db.doc(`userClaims/${uid}`).get());

describe('an edit during a sign-up', () => {
  it.each([
    ['a demotion', { role: 'viewer' }, { role: 'viewer', disabled: false }],
    ['the end of the role', { role: null }, { role: null, disabled: false }],
    ['disabling', { disabled: true }, { role: null, disabled: true }],
  ])('is in force once the account is there: %s', async (_, edit, expected) => {
    const project = openProject();
    const account = newcomer();
    await invite(project, account.email as string);
    const provisioned = await provisionAccount(project, account);
    expect(provisioned.claims).toMatchObject({ role: 'editor' });
    // After the blocking function, before the account: the trigger finds no account.
    await project.db.doc(userPath(account.uid)).update(edit);
    await syncUser(project.engine, account.uid);
    await isBorn(project, account, provisioned);

    await accountCreated(project, account.uid);
    const { customClaims = {}, disabled } = await project.auth.getUser(account.uid);
    expect(customClaims.role ?? null).toBe(expected.role);
    expect(disabled).toBe(expected.disabled);
    expect(await markerOfNewcomer(project, account)).toMatchObject({
      ...expected,
      status: 'applied',
      version: customClaims.cv,
    });
  });

  it('between its document and its marker is what the first token carries', async () => {
    const project = openProject();
    const account = newcomer();
    const { documents } = project.engine;
    let edits = 0;
    const engine = {
      ...project.engine,
      documents: {
        ...documents,
        publish: async (publication: Parameters<typeof documents.publish>[0]) => {
          if (edits++ === 0) {
            await project.db.doc(userPath(account.uid)).update({ role: 'editor' });
            await syncUser(project.engine, account.uid);
          }
          return documents.publish(publication);
        },
      },
    };
    const { claims } = await provisionAccount({ ...project, engine }, account);
    expect(claims.role).toBe('editor');
    expect(await markerOfNewcomer(project, account)).toMatchObject({
      role: 'editor',
      status: 'applied',
      version: claims.cv,
    });
  });
});

describe('a sign-up that is refused after all', () => {
  it('leaves its invite to the next try, and the role nowhere else', async () => {
    const project = openProject();
    const first = newcomer();
    const second = newcomer(first.email as string);
    const open = await invite(project, first.email as string);
    expect((await provisionAccount(project, first)).role).toBe('editor');
    expect((await open.get()).get('acceptedAt')).toBeNull();

    const provisioned = await provisionAccount(project, second);
    expect(provisioned.role).toBe('editor');
    expect(await documentOf(project, first)).toMatchObject({ role: 'viewer' });
    await isBorn(project, second, provisioned);
    await accountCreated(project, second.uid);
    expect((await open.get()).data()).toMatchObject({
      acceptedAt: expect.any(Timestamp),
      acceptedBy: second.uid,
    });
    expect((await provisionAccount(project, newcomer(first.email as string))).role).toBe('viewer');
  });

  it('that succeeds after all, while another has the invite, has the initial role', async () => {
    const project = openProject();
    const [first, second] = [newcomer(), newcomer('twice@example.com')].map((account) => ({
      ...account,
      email: 'twice@example.com',
    })) as [NewAccount, NewAccount];
    await invite(project, 'twice@example.com');
    const [one, two] = [
      await provisionAccount(project, first),
      await provisionAccount(project, second),
    ];
    await isBorn(project, { ...first, email: null }, one);
    await isBorn(project, second, two);
    await accountCreated(project, first.uid);
    await accountCreated(project, second.uid);
    const roles = await Promise.all(
      [first, second].map(async ({ uid }) => (await project.auth.getUser(uid)).customClaims?.role),
    );
    expect(roles).toEqual(['viewer', 'editor']);
  });

  it('keeps its invite once its account exists', async () => {
    const project = openProject();
    const first = newcomer();
    const open = await invite(project, first.email as string);
    await isBorn(project, first, await provisionAccount(project, first));
    // Its event is still on its way.
    expect((await provisionAccount(project, newcomer(first.email as string))).role).toBe('viewer');
    await accountCreated(project, first.uid);
    await accountCreated(project, first.uid);
    expect((await open.get()).get('acceptedBy')).toBe(first.uid);
    const entries = await project.db
      .collection('auditLog')
      .where('type', '==', 'invite-accepted')
      .get();
    expect(entries.size).toBe(1);
  });

  it('does not lower what an admin has decided about it meanwhile', async () => {
    const project = openProject();
    const first = newcomer();
    await invite(project, first.email as string);
    await provisionAccount(project, first);
    await project.db.doc(userPath(first.uid)).update({ role: 'admin', updatedBy: 'owner' });
    expect((await provisionAccount(project, newcomer(first.email as string))).role).toBe('editor');
    expect(await documentOf(project, first)).toMatchObject({ role: 'admin' });
  });
});

/** A database whose commits take effect, and whose answers are lost: the SDK sends them again. */
function losingAnswers(db: Firestore): Firestore {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'batch') {
        return () => {
          const batch = target.batch();
          const commit = batch.commit.bind(batch);
          batch.commit = async () => {
            await commit();
            throw Object.assign(new Error('6 ALREADY_EXISTS'), { code: 6 });
          };
          return batch;
        };
      }
      if (name === 'runTransaction') {
        return async (run: Parameters<Firestore['runTransaction']>[0]) => {
          await target.runTransaction(run);
          return target.runTransaction(run);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('a sign-up whose commit was not answered', () => {
  it.each([
    ['without an invite', false, 'viewer'],
    ['with an invite', true, 'editor'],
  ])('goes on: %s', async (_, invited, role) => {
    const project = openProject();
    const account = newcomer();
    if (invited) await invite(project, account.email as string);
    const store = new Store(losingAnswers(project.db), config);
    const provisioned = await provisionAccount({ ...project, store }, account);
    expect(provisioned).toMatchObject({ role, claims: { role } });
    expect(provisioned.invite === null).toBe(!invited);
    expect(await documentOf(project, account)).toMatchObject({ role });
  });

  it('is the same when it is repeated', async () => {
    const project = openProject();
    const account = newcomer();
    await invite(project, account.email as string);
    const first = await provisionAccount(project, account);
    expect(await provisionAccount(project, account)).toMatchObject({
      role: 'editor',
      claims: first.claims,
    });
  });
});

describe('an id that comes back', () => {
  it('has a marker that follows the new account, and nothing of the old one', async () => {
    const project = openProject();
    const account = newcomer();
    await isBorn(project, account, await provisionAccount(project, account));
    await project.db.doc(userPath(account.uid)).update({ role: 'admin' });
    await syncUser(project.engine, account.uid);
    await project.auth.deleteUser(account.uid);
    await project.db.doc(userPath(account.uid)).delete();
    await syncUser(project.engine, account.uid);
    const { claims } = await provisionAccount(project, account);
    expect(claims.role).toBe('viewer');
    expect(await markerOfNewcomer(project, account)).toMatchObject({
      role: 'viewer',
      version: claims.cv,
      status: 'applied',
    });
  });
});

describe('in a lockdown', () => {
  it.each([
    ['a lockdown', { lockdown: true }],
    ['unreadable settings', { lockdown: 'yes' }],
  ])('a sign-up has the initial role, and the invite stays open: %s', async (_, settings) => {
    const project = openProject();
    const account = newcomer();
    const open = await invite(project, account.email as string);
    await project.db.doc(ACCESS_SETTINGS_PATH).set(settings);
    expect((await provisionAccount(project, account)).role).toBe('viewer');
    expect((await open.get()).get('reservedFor')).toBeUndefined();
  });
});
