import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CreateInvitesRequest, parseInvite } from '../../core/index.ts';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { hospital } from '../../testing/other-app.ts';
import { Store } from '../firebase/store.ts';
import { syncEngine } from '../project.ts';
import { acceptInvite } from '../provision/accept-invite.ts';
import { syncUser } from '../sync/sync-user.ts';
import { createInvites } from './create-invites.ts';
import { inviteId } from './invite-document.ts';
import { allowResend, type InviteMail, sendInvite } from './send-invite.ts';

let memory: MemoryFirestore;
let accounts: MemoryAuth;
let store: Store;
let now: number;

const PER_HOUR = 5;
const HOUR_MS = 3_600_000;
const place = () => ({
  ...{ store, roles: hospital.roles, auth: accounts.auth },
  limits: { invitesPerHour: PER_HOUR },
});
const project = () => ({
  store,
  engine: syncEngine(accounts.auth, store, hospital.roles),
});
const inviter = { kind: 'person', uid: 'boss' } as const;

const invite = (emails: readonly string[], more: Partial<CreateInvitesRequest> = {}) =>
  createInvites(place(), {
    ...{ emails, role: 'nurse', expiresAt: now + 24 * HOUR_MS, inviter, now },
    ...more,
  });

const stored = async (email: string) =>
  parseInvite((await store.invites.doc(inviteId(email)).get()).data());

async function person(uid: string, data: Record<string, unknown>): Promise<void> {
  accounts.add({ uid, email: `${uid}@example.com`, emailVerified: true });
  await store.user(uid).set(store.fieldsOf(data));
  await syncUser(project().engine, uid);
}

beforeEach(async () => {
  memory = new MemoryFirestore();
  accounts = new MemoryAuth();
  store = new Store(memory.db, hospital);
  now = Date.now();
  await person('boss', { role: 'chief_doctor', displayName: 'Boss' });
});

describe('many invites in one call', () => {
  it('have a verdict for each address, and write those that are new', async () => {
    await person('ann', { role: 'visitor' });
    await person('ben', { role: 'chief_doctor' });
    accounts.add({ uid: 'eve', email: 'eve@example.com', emailVerified: false });
    await invite(['old@example.com']);
    const emails = ['New@Example.com', 'ann@example.com', 'ben@example.com', 'old@example.com'];
    const { lines, left } = await invite([...emails, 'Ada', 'new@example.com', 'eve@example.com']);
    expect(lines.map(({ email, verdict, uid }) => [email, verdict, uid])).toEqual([
      ['new@example.com', 'new', null],
      ['ann@example.com', 'has-account', 'ann'],
      ['ben@example.com', 'gives-nothing', 'ben'],
      ['old@example.com', 'invited-already', null],
      ['Ada', 'not-an-address', null],
      ['new@example.com', 'duplicate', null],
      // Of an unverified address nothing is known: any person can sign up with it.
      ['eve@example.com', 'new', null],
    ]);
    expect(lines.every(({ verdict, message }) => (message === null) === (verdict === 'new'))).toBe(
      true,
    );
    expect(await stored('new@example.com')).toMatchObject({
      role: 'nurse',
      invitedBy: 'boss',
      invitedByName: 'Boss',
      acceptedAt: null,
    });
    expect(left).toBe(PER_HOUR - 3);
  });

  it('write nothing in a dry run', async () => {
    const before = new Map(memory.documents);
    const { lines, left } = await invite(['a@example.com', 'b@example.com'], { dryRun: true });
    expect(lines.map(({ verdict, inviteId: id }) => [verdict, id])).toEqual([
      ['new', null],
      ['new', null],
    ]);
    expect(left).toBe(PER_HOUR - 2);
    expect(memory.documents).toEqual(before);
  });

  it('stop at the limit of the hour, and say when the next one can be written', async () => {
    const emails = Array.from({ length: PER_HOUR + 2 }, (_, n) => `p${n}@example.com`);
    const { lines, left, nextAt } = await invite(emails);
    expect(lines.filter(({ verdict }) => verdict === 'new')).toHaveLength(PER_HOUR);
    expect(lines.at(-1)).toMatchObject({
      verdict: 'over-limit',
      message: expect.stringMatching(
        /invited 5 people in the last hour\. Next one at \d\d:\d\d UTC/,
      ),
    });
    expect([left, nextAt]).toEqual([0, now + HOUR_MS]);
    expect(await stored(emails.at(-1) as string)).toBeNull();
    now += HOUR_MS;
    expect((await invite(['late@example.com'])).lines[0]?.verdict).toBe('new');
  });

  it('are refused to a role that may not invite, all alike', async () => {
    await person('boss', { role: 'nurse' });
    const { lines } = await invite(['a@example.com', 'b@example.com'], { role: 'visitor' });
    expect(lines.map(({ verdict }) => verdict)).toEqual(['not-allowed', 'not-allowed']);
  });

  it('by an inviter for a time give roles until then at most', async () => {
    const end = Math.floor(now / 1000) * 1000 + HOUR_MS;
    await person('boss', { role: 'chief_doctor', roleExpiresAt: Timestamp.fromMillis(end) });
    expect((await invite(['a@example.com'])).lines[0]?.verdict).toBe('beyond-own-end');
    const { lines } = await invite(['a@example.com'], { roleExpiresAt: end });
    expect(lines[0]?.verdict).toBe('new');
  });
});

describe('the end of an invited role', () => {
  it('comes with the role, and an invite whose role would be over gives nothing', async () => {
    const end = now + HOUR_MS;
    await invite(['mia@example.com'], { roleExpiresAt: end });
    await person('mia', { role: 'visitor' });
    const take = (at: number) =>
      acceptInvite(project(), {
        uid: 'mia',
        email: 'mia@example.com',
        changeId: `c${at}`,
        now: at,
      });
    expect((await take(end)).inviteId).toBeNull();
    expect((await take(now)).inviteId).toBe(inviteId('mia@example.com'));
    const { roleExpiresAt, role } = store.dataOf(await store.user('mia').get()) ?? {};
    expect(role).toBe('nurse');
    expect((roleExpiresAt as Timestamp).toMillis()).toBe(end);
  });
});

describe('the app’s own mail', () => {
  it('is told of the invite, and again on request; when is written down', async () => {
    await invite(['mia@example.com'], { roleExpiresAt: now + HOUR_MS });
    const id = inviteId('mia@example.com');
    const mails: InviteMail[] = [];
    const onInvite = (mail: InviteMail) => void mails.push(mail);
    expect(await sendInvite(store, onInvite, id, false)).toBe(true);
    expect((await stored('mia@example.com'))?.sentAt).not.toBeNull();
    expect(await allowResend(place(), { inviteId: id, inviter, now })).toEqual({
      outcome: 'allowed',
    });
    expect(await sendInvite(store, onInvite, id, true)).toBe(true);
    expect(mails).toMatchObject([
      {
        ...{ inviteId: id, email: 'mia@example.com', role: 'nurse', isResend: false },
        roleExpiresAt: now + HOUR_MS,
        invitedBy: { uid: 'boss', name: 'Boss' },
      },
      { isResend: true },
    ]);
  });

  it('that fails leaves the invite, and one that is not open is not told of', async () => {
    await invite(['mia@example.com']);
    const id = inviteId('mia@example.com');
    const fails = () => Promise.reject(new Error('no mail server'));
    expect(await sendInvite(store, fails, id, false)).toBe(false);
    expect(await stored('mia@example.com')).toMatchObject({ sentAt: null, acceptedAt: null });
    expect(await sendInvite(store, undefined, id, false)).toBeNull();
    const asked = { inviter, now, inviteId: 'nothing' };
    expect(await allowResend(place(), asked)).toEqual({ outcome: 'not-open' });
    expect(await sendInvite(store, () => undefined, 'nothing', true)).toBe(false);
  });

  it('counts in the hour, so that no address is flooded', async () => {
    await invite(['mia@example.com']);
    const again = () =>
      allowResend(place(), { inviteId: inviteId('mia@example.com'), inviter, now });
    for (let n = 1; n < PER_HOUR; n += 1) expect(await again()).toEqual({ outcome: 'allowed' });
    expect(await again()).toEqual({ outcome: 'too-many', nextAt: now + HOUR_MS });
  });

  it('is refused to a rank that could not have written the invite', async () => {
    await invite(['mia@example.com'], { role: 'chief_doctor' });
    await person('boss', { role: 'nurse' });
    const asked = { inviteId: inviteId('mia@example.com'), inviter, now };
    expect(await allowResend(place(), asked)).toMatchObject({ outcome: 'forbidden' });
  });
});
