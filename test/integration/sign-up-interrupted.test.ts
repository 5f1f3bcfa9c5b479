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
import { openPlace, type Place } from '../attacks/support/project-of-its-own.ts';

const newcomer = (email = `${randomUUID()}@example.com`): NewAccount => ({
  uid: randomUUID(),
  email,
  emailVerified: true,
  displayName: null,
  photoURL: null,
});

/** What Firebase Auth does with what a blocking function answers. */
async function isBorn(
  { auth }: Place,
  { uid, email }: NewAccount,
  { claims, disabled }: { readonly claims: CustomClaims; readonly disabled: boolean },
): Promise<void> {
  const account = { uid, ...(email !== null && { email }), disabled, customClaims: claims };
  const { errors } = await auth.importUsers([account]);
  expect(errors).toEqual([]);
}

async function invite({ db }: Place, email: string, role = 'editor') {
  const now = Timestamp.now();
  const fields = { email, role, invitedBy: OPERATOR, createdAt: now, acceptedAt: null };
  return db.collection('invites').add(fields);
}

const documentOf = async ({ db }: Place, { uid }: NewAccount) =>
  (await db.doc(userPath(uid)).get()).data();
const markerOfNewcomer = async ({ db }: Place, { uid }: NewAccount) =>
  markerOf(await db.doc(`userClaims/${uid}`).get());

describe('an edit during a sign-up', () => {
  it.each([
    ['a demotion', { role: 'viewer' }, { role: 'viewer', disabled: false }],
    ['the end of the role', { role: null }, { role: null, disabled: false }],
    ['disabling', { disabled: true }, { role: null, disabled: true }],
  ])('is in force once the account is there: %s', async (_, edit, expected) => {
    const place = openPlace();
    const account = newcomer();
    await invite(place, account.email as string);
    const provisioned = await provisionAccount(place, account);
    expect(provisioned.claims).toMatchObject({ role: 'editor' });
    // After the blocking function, before the account: the trigger finds no account.
    await place.db.doc(userPath(account.uid)).update(edit);
    await syncUser(place.engine, account.uid);
    await isBorn(place, account, provisioned);

    await accountCreated(place, account.uid);
    const { customClaims = {}, disabled } = await place.auth.getUser(account.uid);
    expect(customClaims.role ?? null).toBe(expected.role);
    expect(disabled).toBe(expected.disabled);
    expect(await markerOfNewcomer(place, account)).toMatchObject({
      ...expected,
      status: 'applied',
      version: customClaims.cv,
    });
  });

  it('between its document and its marker is what the first token carries', async () => {
    const place = openPlace();
    const account = newcomer();
    const { documents } = place.engine;
    let edits = 0;
    const engine = {
      ...place.engine,
      documents: {
        ...documents,
        publish: async (publication: Parameters<typeof documents.publish>[0]) => {
          if (edits++ === 0) {
            await place.db.doc(userPath(account.uid)).update({ role: 'editor' });
            await syncUser(place.engine, account.uid);
          }
          return documents.publish(publication);
        },
      },
    };
    const { claims } = await provisionAccount({ ...place, engine }, account);
    expect(claims.role).toBe('editor');
    expect(await markerOfNewcomer(place, account)).toMatchObject({
      role: 'editor',
      status: 'applied',
      version: claims.cv,
    });
  });
});

describe('a sign-up that is refused after all', () => {
  it('leaves its invite to the next try, and the role nowhere else', async () => {
    const place = openPlace();
    const first = newcomer();
    const second = newcomer(first.email as string);
    const open = await invite(place, first.email as string);
    expect((await provisionAccount(place, first)).role).toBe('editor');
    expect((await open.get()).get('acceptedAt')).toBeNull();

    const provisioned = await provisionAccount(place, second);
    expect(provisioned.role).toBe('editor');
    expect(await documentOf(place, first)).toMatchObject({ role: 'viewer' });
    await isBorn(place, second, provisioned);
    await accountCreated(place, second.uid);
    expect((await open.get()).data()).toMatchObject({
      acceptedAt: expect.any(Timestamp),
      acceptedBy: second.uid,
    });
    expect((await provisionAccount(place, newcomer(first.email as string))).role).toBe('viewer');
  });

  it('that succeeds after all, while another has the invite, has the initial role', async () => {
    const place = openPlace();
    const [first, second] = [newcomer(), newcomer('twice@example.com')].map((account) => ({
      ...account,
      email: 'twice@example.com',
    })) as [NewAccount, NewAccount];
    await invite(place, 'twice@example.com');
    const [one, two] = [
      await provisionAccount(place, first),
      await provisionAccount(place, second),
    ];
    await isBorn(place, { ...first, email: null }, one);
    await isBorn(place, second, two);
    await accountCreated(place, first.uid);
    await accountCreated(place, second.uid);
    const roles = await Promise.all(
      [first, second].map(async ({ uid }) => (await place.auth.getUser(uid)).customClaims?.role),
    );
    expect(roles).toEqual(['viewer', 'editor']);
  });

  it('keeps its invite once its account exists', async () => {
    const place = openPlace();
    const first = newcomer();
    const open = await invite(place, first.email as string);
    await isBorn(place, first, await provisionAccount(place, first));
    // Its event is still on its way.
    expect((await provisionAccount(place, newcomer(first.email as string))).role).toBe('viewer');
    await accountCreated(place, first.uid);
    await accountCreated(place, first.uid);
    expect((await open.get()).get('acceptedBy')).toBe(first.uid);
    const entries = await place.db
      .collection('auditLog')
      .where('type', '==', 'invite-accepted')
      .get();
    expect(entries.size).toBe(1);
  });

  it('does not lower what an admin has decided about it meanwhile', async () => {
    const place = openPlace();
    const first = newcomer();
    await invite(place, first.email as string);
    await provisionAccount(place, first);
    await place.db.doc(userPath(first.uid)).update({ role: 'admin', updatedBy: 'owner' });
    expect((await provisionAccount(place, newcomer(first.email as string))).role).toBe('editor');
    expect(await documentOf(place, first)).toMatchObject({ role: 'admin' });
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
    const place = openPlace();
    const account = newcomer();
    if (invited) await invite(place, account.email as string);
    const store = new Store(losingAnswers(place.db), config);
    const provisioned = await provisionAccount({ ...place, store }, account);
    expect(provisioned).toMatchObject({ role, claims: { role } });
    expect(provisioned.invite === null).toBe(!invited);
    expect(await documentOf(place, account)).toMatchObject({ role });
  });

  it('is the same when it is repeated', async () => {
    const place = openPlace();
    const account = newcomer();
    await invite(place, account.email as string);
    const first = await provisionAccount(place, account);
    expect(await provisionAccount(place, account)).toMatchObject({
      role: 'editor',
      claims: first.claims,
    });
  });
});

describe('an id that comes back', () => {
  it('has a marker that follows the new account, and nothing of the old one', async () => {
    const place = openPlace();
    const account = newcomer();
    await isBorn(place, account, await provisionAccount(place, account));
    await place.db.doc(userPath(account.uid)).update({ role: 'admin' });
    await syncUser(place.engine, account.uid);
    await place.auth.deleteUser(account.uid);
    await place.db.doc(userPath(account.uid)).delete();
    await syncUser(place.engine, account.uid);
    const { claims } = await provisionAccount(place, account);
    expect(claims.role).toBe('viewer');
    expect(await markerOfNewcomer(place, account)).toMatchObject({
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
    const place = openPlace();
    const account = newcomer();
    const open = await invite(place, account.email as string);
    await place.db.doc(ACCESS_SETTINGS_PATH).set(settings);
    expect((await provisionAccount(place, account)).role).toBe('viewer');
    expect((await open.get()).get('reservedFor')).toBeUndefined();
  });
});
