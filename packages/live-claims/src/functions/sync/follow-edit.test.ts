import { beforeEach, describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { MemoryBackend, NEW_ACCOUNT } from '../../testing/memory-backend.ts';
import { orgTable } from '../../testing/org-config.ts';
import { type Edit, followEdit } from './follow-edit.ts';
import { type SyncEngine, syncUser } from './sync-user.ts';

const UID = 'mia';

let backend: MemoryBackend;
let engine: SyncEngine;
let slept: number[];

beforeEach(() => {
  backend = new MemoryBackend();
  backend.accountsById.set(UID, NEW_ACCOUNT);
  engine = { roles: appRoles, accounts: backend.accounts, documents: backend.documents };
  slept = [];
});

/** An edit, and its event. */
function edited(before: Edit['before'], data: Record<string, unknown>, authType = 'unknown'): Edit {
  return { uid: UID, before, after: { data, version: backend.edit(UID, data) }, authType };
}

const follow = (edit: Edit, whileAsleep: () => unknown = () => undefined) =>
  followEdit(engine, edit, async (ms) => {
    slept.push(ms);
    await whileAsleep();
  });

it('does not wait where a manual edit leaves the id of an earlier change in place', async () => {
  const before = { role: 'viewer', changeId: 'change-1' };
  const edit = edited(before, { role: 'editor', changeId: 'change-1' });
  expect(await follow(edit)).toMatchObject({ role: 'editor', status: 'applied' });
  expect(slept).toEqual([]);
});

it('leaves one of our own changes to its writer, who syncs it', async () => {
  backend.edit(UID, { role: 'viewer' });
  const edit = edited({ role: 'viewer' }, { role: 'editor', changeId: 'change-1' });
  expect(await follow(edit, () => syncUser(engine, UID))).toBeNull();
  expect(slept).toEqual([100]);
  expect(backend.count('accounts.setClaims')).toBe(1);
});

it('takes over where the writer has died, after a second and a half', async () => {
  const edit = edited({ role: 'viewer' }, { role: 'editor', changeId: 'change-1' });
  expect(await follow(edit)).toMatchObject({ role: 'editor' });
  expect(slept).toEqual([100, 200, 400, 800]);
});

it('waits for its own edit, not for any: a later one that takes it back does not settle it', async () => {
  backend.edit(UID, { role: 'viewer' });
  await syncUser(engine, UID);
  const changed = edited({ role: 'viewer' }, { role: 'editor', changeId: 'change-1' });
  backend.edit(UID, { role: 'viewer', changeId: 'change-1' });
  // The document says what the claims say. But a token may carry what the writer had set meanwhile.
  await follow(changed);
  expect(slept).toHaveLength(4);
  expect(backend.markers.get(UID)?.version).toBeGreaterThanOrEqual(changed.after.version);
});

it('blames for an edit only who made that one', async () => {
  const earlier = edited(null, { role: 'viewer' }, 'service_account');
  backend.edit(UID, { role: 'admin' });
  await follow(earlier);
  expect(backend.audit.map(({ audit }) => audit)).toMatchObject([
    { kind: 'entry', actor: { kind: 'unknown' } },
  ]);
});

it('names the account that a direct edit puts into updatedBy, and not one that was there before', async () => {
  backend.edit('ada', { displayName: 'Ada', email: 'ada@example.com' });
  await follow(edited({ role: null }, { role: 'viewer', updatedBy: 'ada' }));
  await follow(edited({ role: 'viewer', updatedBy: 'ada' }, { role: 'editor', updatedBy: 'ada' }));
  const ada = { uid: 'ada', name: 'Ada', email: 'ada@example.com' };
  expect(backend.audit.map(({ audit }) => audit)).toEqual([
    expect.objectContaining({ actor: { kind: 'unknown', ...ada } }),
    expect.objectContaining({ actor: { kind: 'unknown', uid: null } }),
  ]);
});

describe('an edit that touches no field of ours', () => {
  const editor = { role: 'editor', roleExpiresAt: timestampAt(2_000_000_000), disabled: false };

  it('costs no request at all', async () => {
    const before = { ...editor, displayName: 'Mia' };
    const edit = edited(before, { ...editor, displayName: 'Mia M.' });
    expect(await follow(edit)).toBeNull();
    expect(backend.operations).toEqual([]);
  });

  it.each([
    ['the role', { role: 'viewer' }],
    ['the end', { roleExpiresAt: null }],
    ['the lock', { disabled: true }],
    ['the end of sessions', { sessionsRevokedAt: timestampAt(1) }],
  ])('is not one that changes %s', async (_, change) => {
    await follow(edited(editor, { ...editor, ...change }));
    expect(backend.operations).not.toEqual([]);
  });

  it('is not one that makes or deletes the document', async () => {
    await follow(edited(null, editor));
    await follow({ ...edited(editor, null as never), after: { data: null, version: 0 } });
    expect(backend.count('documents.read')).toBeGreaterThanOrEqual(2);
  });

  it('is looked at where time alone has made the document readable', async () => {
    const ahead = { ...editor, sessionsRevokedAt: timestampAt(1) };
    const edit = edited({ ...ahead, displayName: 'Mia' }, { ...ahead, displayName: 'Mia M.' });
    await follow({ ...edit, beforeVersion: 999_999 });
    expect(backend.operations).not.toEqual([]);
    backend.operations.length = 0;
    expect(await follow({ ...edit, beforeVersion: 1_000_001 })).toBeNull();
    expect(backend.operations).toEqual([]);
  });

  it('is looked at where the document cannot be read: what is wrong may be anywhere in it', async () => {
    await follow(edited({ Role: 'editor' }, { Role: 'editor', displayName: 'Mia' }));
    expect(backend.operations).not.toEqual([]);
  });
});

describe('in an app with a directory', () => {
  const written: unknown[] = [];
  beforeEach(() => {
    written.length = 0;
    engine = {
      ...engine,
      directory: {
        async read(uid) {
          const { source, marker } = await backend.documents.read(uid);
          const fields = written.at(-1) as Record<string, unknown> | undefined;
          const row = fields === undefined ? null : { fields, revision: written.length };
          return { source, marker, changedAt: null, now: 0, row };
        },
        readAccount: async () => ({
          email: null,
          emailVerified: false,
          displayName: null,
          disabled: false,
          isIdentified: true,
          createdAt: 0,
          lastSignInAt: null,
        }),
        async write(_, __, after) {
          written.push(after);
          return true;
        },
      },
    };
  });

  it('the row follows each change of access, and of the name, and is written once for each', async () => {
    const viewer = { role: 'viewer' };
    await follow(edited(null, viewer));
    expect(written).toEqual([expect.objectContaining({ effectiveRole: 'viewer', name: null })]);
    const named = { ...viewer, displayName: 'Mia' };
    const rename = edited(viewer, named);
    await follow(rename);
    await follow(rename);
    expect(written).toHaveLength(2);
    expect(written[1]).toMatchObject({ name: 'Mia', effectiveRole: 'viewer' });
  });

  it('an edit of the app’s own fields costs nothing here either', async () => {
    const viewer = { role: 'viewer' };
    await follow(edited(null, viewer));
    backend.operations.length = 0;
    await follow(edited({ ...viewer, bio: 'a' }, { ...viewer, bio: 'b' }));
    expect(backend.operations).toEqual([]);
  });

  it('the row follows also where the writer of an edit has synced it and died', async () => {
    const edit = edited({ role: 'viewer' }, { role: 'editor', changeId: 'change-1' });
    await syncUser(engine, UID);
    expect(await follow(edit)).toBeNull();
    expect(written).toEqual([expect.objectContaining({ role: 'editor' })]);
  });
});

describe('in an app with organisations', () => {
  const viewer = { role: 'viewer' };
  const joined = { ...viewer, orgs: { acme: { role: 'editor' } } };

  beforeEach(async () => {
    engine = {
      ...engine,
      roles: { ...appRoles, orgs: orgTable },
      memberships: backend.memberships,
    };
    await follow(edited(null, viewer));
    backend.operations.length = 0;
  });

  const membershipReads = () => backend.count('memberships.read');

  it('a copy of a membership is believed by one read of it', async () => {
    backend.editMembership(UID, 'acme', { role: 'editor' });
    await follow(edited(viewer, joined));
    expect(backend.accountsById.get(UID)?.claims).toMatchObject({ o: { acme: 'e' } });
    expect([membershipReads(), backend.count('memberships.readWithUser')]).toEqual([1, 0]);
  });

  it('an edit of the role costs none, and a map by hand that it meets is healed, not believed', async () => {
    await follow(edited(viewer, { role: 'editor' }));
    expect(membershipReads()).toBe(0);
    const promoted = edited({ role: 'editor' }, { role: 'admin' });
    // Its own event is still to come.
    backend.edit(UID, { ...joined, role: 'admin' });
    await follow(promoted);
    expect(backend.accountsById.get(UID)?.claims).toMatchObject({ role: 'admin' });
    expect(backend.accountsById.get(UID)?.claims).not.toHaveProperty('o');
  });
});
