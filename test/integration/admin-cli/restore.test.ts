import { parseMarker, readGrant } from 'live-claims/core';
import { expect, it } from 'vitest';
import { appRoles } from '../../../functions/src/live-claims.config.ts';
import { markerPath, userPath } from '../../../tools/demo-paths.ts';
import { adminJson, quietProject } from '../../support/admin-cli.ts';

/** A managed import fires no triggers. */
const { db, auth, here, createPerson } = quietProject('demo-restored');
const fast = [...here, '--per-second', '100'];

const nowVersion = () => Date.now() * 1000;
const DAY = 86_400_000_000;

interface Case {
  /** What stood there when the backup was not yet needed. */
  readonly before: Record<string, unknown>;
  /** What the restore, or a hand in it, leaves. */
  readonly damage: (uid: string) => Promise<unknown>;
  /** What the document grants then, and so claims and marker in the end. */
  readonly role: string | null;
  /** Whether Firebase Auth goes on keeping the person out: no document says who did that. */
  readonly staysDisabled?: true;
}

const editDocument = (fields: object) => (uid: string) => db.doc(userPath(uid)).update(fields);
const editMarker = (fields: object) => (uid: string) => db.doc(markerPath(uid)).update(fields);
const editClaims = (claims: object) => (uid: string) => auth.setCustomUserClaims(uid, claims);
const all =
  (...damages: readonly Case['damage'][]) =>
  async (uid: string) => {
    for (const damage of damages) await damage(uid);
  };

const CASES: Readonly<Record<string, Case>> = {
  'an-older-role': {
    before: { role: 'admin' },
    damage: editDocument({ role: 'viewer' }),
    role: 'viewer',
  },
  'a-higher-role': {
    before: { role: 'viewer' },
    damage: editDocument({ role: 'editor' }),
    role: 'editor',
  },
  'a-document-that-the-backup-lacks': {
    before: { role: 'admin' },
    damage: (uid) => db.doc(userPath(uid)).delete(),
    role: null,
  },
  'a-disabling-that-the-backup-lacks': {
    before: { role: 'editor', disabled: true },
    damage: editDocument({ disabled: false }),
    role: 'editor',
  },
  'a-disabling-that-document-and-marker-lack': {
    before: { role: 'editor', disabled: true },
    damage: all(editDocument({ disabled: false }), editMarker({ disabled: false, role: 'editor' })),
    role: 'editor',
    staysDisabled: true,
  },
  'a-marker-that-is-gone': {
    before: { role: 'admin' },
    damage: all(editDocument({ role: 'viewer' }), (uid) => db.doc(markerPath(uid)).delete()),
    role: 'viewer',
  },
  'an-unreadable-marker': {
    before: { role: 'admin' },
    damage: all(editDocument({ role: 'viewer' }), editMarker({ version: 'x', status: 3 })),
    role: 'viewer',
  },
  'an-older-marker': {
    before: { role: 'admin' },
    damage: all(editDocument({ role: 'viewer' }), editMarker({ version: 1000, role: 'editor' })),
    role: 'viewer',
  },
  'a-marker-a-minute-ahead': {
    before: { role: 'admin' },
    damage: all(editDocument({ role: 'viewer' }), (uid) =>
      editMarker({ version: nowVersion() + 60_000_000 })(uid),
    ),
    role: 'viewer',
  },
  'a-marker-years-ahead': {
    before: { role: 'admin' },
    damage: all(editDocument({ role: 'viewer' }), editMarker({ version: 2 ** 53 - 1 })),
    role: 'viewer',
  },
  'claims-of-another-project-a-day-ahead': {
    before: { role: 'viewer' },
    damage: (uid) => editClaims({ role: 'owner', cv: nowVersion() + DAY })(uid),
    role: 'viewer',
  },
  'claims-years-ahead': {
    before: { role: 'viewer' },
    damage: editClaims({ role: 'owner', cv: 2 ** 53 - 1 }),
    role: 'viewer',
  },
  'claims-and-marker-years-ahead': {
    before: { role: 'viewer' },
    damage: all(
      editClaims({ role: 'owner', cv: 2 ** 53 - 1 }),
      editMarker({ version: 2 ** 53 - 1, role: 'owner' }),
    ),
    role: 'viewer',
  },
  'claims-that-are-gone': {
    before: { role: 'editor' },
    damage: editClaims({}),
    role: 'editor',
  },
  'claims-of-an-older-shape': {
    before: { role: 'editor' },
    damage: editClaims({ role: 'admin' }),
    role: 'editor',
  },
};

it('reconcile brings claims and markers to what the documents of a backup say', {
  timeout: 180_000,
}, async () => {
  const people = Object.entries(CASES);
  await Promise.all(people.map(([uid, { before }]) => createPerson(before, uid)));
  expect((await adminJson('reconcile', '--now', ...fast)).json).toMatchObject({ finished: true });
  await Promise.all(people.map(([uid, { damage }]) => damage(uid)));

  const dry = await adminJson('reconcile', '--dry-run', ...fast);
  expect(dry.code).toBe(1);
  const { code, json } = await adminJson('reconcile', '--now', ...fast);
  expect(code, JSON.stringify(json)).toBe(0);

  for (const [uid, { role, staysDisabled = false }] of people) {
    const [document, stored] = await db.getAll(db.doc(userPath(uid)), db.doc(markerPath(uid)));
    const { customClaims = {}, disabled } = await auth.getUser(uid);
    const marker = parseMarker(stored?.data());
    expect(disabled, uid).toBe(staysDisabled);
    expect(readGrant(appRoles, document?.data() ?? {}).grant.role, uid).toBe(role);
    expect(customClaims.role ?? null, uid).toBe(role);
    const said = { disabled: staysDisabled, role: staysDisabled ? null : role, problem: null };
    expect(marker, uid).toMatchObject(said);
    // So that a token of today is current, and one from before is not for longer than it lives.
    expect(customClaims.cv, uid).toBeGreaterThanOrEqual(marker?.version ?? Number.NaN);
    expect(customClaims.cv, uid).toBeLessThan(nowVersion() + 300_000_000);
  }

  const again = await adminJson('reconcile', '--now', ...fast);
  expect(again).toMatchObject({ code: 0, json: { changed: 0, drift: {} } });
  const { json: shown } = await adminJson(
    'show',
    'a-disabling-that-document-and-marker-lack',
    ...here,
  );
  expect(shown).toMatchObject({ disabledInAuth: true });
});
