import { Timestamp } from 'firebase-admin/firestore';
import { parseAuditEntry } from 'live-claims/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_SETTINGS_PATH } from '../../../tools/demo-paths.ts';
import { createPerson, db } from '../../support/admin.ts';
import { admin, adminJson, dismissOwners } from '../../support/admin-cli.ts';

const settings = db.doc(ACCESS_SETTINGS_PATH);
beforeEach(() => settings.delete());
afterEach(() => settings.delete());

const stored = async () => (await settings.get()).data();

async function auditSince(since: Timestamp) {
  const { docs } = await db.collection('auditLog').where('at', '>=', since).orderBy('at').get();
  const entries = docs.map((entry) => parseAuditEntry(entry.data()));
  return entries.filter((entry) => entry?.type === 'access-settings-change');
}

describe('lockdown', () => {
  it('turns on, shows its state, and turns off', async () => {
    const since = Timestamp.now();
    await createPerson('owner');
    const closed = await adminJson('lockdown', 'on', '--reason', 'a leak');
    expect(closed).toMatchObject({
      code: 0,
      json: {
        written: true,
        before: { lockdown: false },
        settings: { lockdown: true, minimumAuthTime: null },
      },
    });
    expect(closed.json.owners).toBeGreaterThan(0);
    expect(await stored()).toEqual({ lockdown: true });
    expect(await admin('lockdown')).toMatchObject({
      code: 0,
      out: expect.stringContaining('only owners have access'),
    });
    expect((await adminJson('lockdown', 'on')).json).toMatchObject({ written: false });

    const { code, out } = await admin('lockdown', 'off');
    expect(code).toBe(0);
    expect(out).toContain('Lockdown is off');
    expect(await stored()).toEqual({ lockdown: false });
    expect(await auditSince(since)).toMatchObject([
      { actor: { kind: 'service', uid: null }, reason: 'a leak', after: { lockdown: true } },
      { before: { lockdown: true }, after: { lockdown: false }, reason: null },
    ]);
  });

  it('says that no user would have access, and how to change that', async () => {
    await dismissOwners();
    const { code, out } = await admin('lockdown', 'on');
    expect(code).toBe(1);
    expect(out).toContain('There is no owner');
    expect(out).toContain('`grant <person> owner`');
  });

  it('cannot be lifted over an unreadable minimum, and says what to do', async () => {
    await settings.set({ lockdown: true, minimumAuthTime: 'soon' });
    const { code, err } = await admin('lockdown', 'off');
    expect(code).toBe(4);
    expect(err).toContain('[cannot-apply]');
    expect(err).toContain('require-reauthentication --undo');
    expect(await stored()).toEqual({ lockdown: true, minimumAuthTime: 'soon' });
    expect((await admin('require-reauthentication', '--undo')).code).toBe(0);
    expect((await admin('lockdown', 'off')).code).toBe(0);
    expect(await stored()).toEqual({ lockdown: false, minimumAuthTime: null });
  });
});

describe('require-reauthentication', () => {
  it('ends every earlier session, and can be undone', async () => {
    const since = Timestamp.now();
    const before = Math.floor(Date.now() / 1000);
    const { code, json } = await adminJson('require-reauthentication', '--reason', 'leaked tokens');
    expect(code).toBe(0);
    const minimum = (await settings.get()).get('minimumAuthTime');
    expect(minimum.seconds).toBeGreaterThanOrEqual(before);
    expect(json).toMatchObject({
      written: true,
      settings: { lockdown: false, minimumAuthTime: minimum.toDate().toISOString() },
    });
    expect((await admin('lockdown')).out).toContain('Sessions from before');

    const { out } = await admin('require-reauthentication', '--undo');
    expect(out).toContain('Older sessions are accepted again.');
    expect(await stored()).toEqual({ lockdown: false, minimumAuthTime: null });
    expect(await auditSince(since)).toMatchObject([
      { reason: 'leaked tokens', after: { minimumAuthTime: minimum.seconds } },
      { before: { minimumAuthTime: minimum.seconds }, after: { minimumAuthTime: null } },
    ]);
  });

  it('does not open a lockdown', async () => {
    await settings.set({ lockdown: true });
    expect((await admin('require-reauthentication')).out).toContain('A lockdown is on as well.');
    expect(await stored()).toMatchObject({ lockdown: true });
  });
});
