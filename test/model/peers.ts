import { patchOf } from '../support/patch-source.ts';
import type { Bug } from './bug.ts';

const FOLLOW = 'packages/live-claims/src/functions/sync/follow-edit.ts';

/** Replaces the handler of an event by another project's published algorithm. */
const peer = (seenIn: string, name: string, body: string): Bug => ({
  name,
  seenIn,
  patches: [
    patchOf({
      file: FOLLOW,
      find: '  if (isOwnWrite(edit) &&',
      replace: `  const { uid, before, after } = edit;\n  const role = after.data?.role as string | undefined;\n  const { accounts, documents } = engine;\n${body}\n  return null;\n  if (isOwnWrite(edit) &&`,
    }),
  ],
});

const MARKER =
  "{ version: after.version, role: role ?? null, expiresAt: null, disabled: false, disabledInAuth: false, status: 'applied', problem: null, sessionsRevokedAt: null, email: null, emailVerified: false, loweredVersion: 0 } as const";
const AUDIT =
  "{ kind: 'entry', type: 'token-claims-change', actor: { kind: 'unknown', uid: null }, reason: null } as const";

/** What others have published, in place of ours. */
export const PEERS: readonly Bug[] = [
  peer(
    'firestore-auth-claims',
    'the event’s payload replaces all claims; a delete clears them without a marker',
    `  if (after.data === null) { await accounts.setClaims(uid, {}); return null; }
  await accounts.setClaims(uid, { role, cv: after.version });
  const { marker } = await documents.read(uid);
  await documents.publish({ uid, before: marker, after: ${MARKER}, audit: ${AUDIT} });`,
  ),
  peer(
    'Firebase docs, user-role sample',
    'grants only: a role is set when there is one, and never taken back',
    `  if (role === undefined || role === null) return null;
  const account = await accounts.read(uid);
  await accounts.setClaims(uid, { ...account?.claims, role, cv: after.version });
  const { marker } = await documents.read(uid);
  await documents.publish({ uid, before: marker, after: ${MARKER}, audit: ${AUDIT} });`,
  ),
  peer(
    'stripe-firebase-extensions #18, #392',
    'other claims are overwritten, and a deleted document leaves its role',
    `  if (after.data === null) return null;
  await accounts.setClaims(uid, { role, cv: after.version });
  const { marker } = await documents.read(uid);
  await documents.publish({ uid, before: marker, after: ${MARKER}, audit: ${AUDIT} });`,
  ),
  peer(
    'stripe-firebase-extensions #177',
    'an old event’s end takes a valid role away',
    `  if (before?.role !== undefined && before?.role !== role) {
    const account = await accounts.read(uid);
    await accounts.setClaims(uid, { ...account?.claims, role: undefined, cv: after.version });
  }
  await syncUser(engine, uid, { followed: edit });
  if (role === null) {
    const account = await accounts.read(uid);
    await accounts.setClaims(uid, { ...account?.claims, role: undefined });
  }`,
  ),
  peer(
    'firestore-revenuecat-purchases #121',
    'a late event grants access again',
    `  const account = await accounts.read(uid);
  await accounts.setClaims(uid, { ...account?.claims, role: role ?? undefined, cv: after.version });
  const { marker } = await documents.read(uid);
  await documents.publish({ uid, before: marker, after: ${MARKER}, audit: ${AUDIT} });`,
  ),
  peer(
    'a plain first version',
    're-read, set claims, then the marker in a transaction; no second read',
    `  const { source } = await documents.read(uid);
  const account = await accounts.read(uid);
  const now = (source.data?.role as string | null) ?? undefined;
  await accounts.setClaims(uid, { ...account?.claims, role: now, cv: source.version });
  const { marker } = await documents.read(uid);
  if (marker !== null && marker.version >= source.version) return null;
  await documents.publish({ uid, before: marker, after: { ...${MARKER}, version: source.version, role: now ?? null }, audit: ${AUDIT} });`,
  ),
];
