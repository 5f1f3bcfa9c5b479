import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import {
  type CALLABLES,
  parseAuditEntry,
  parseInvite,
  timestampAt,
  versionAt,
} from 'live-claims/core';
import {
  inviteId,
  OPERATOR,
} from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import { db, type TestUser } from './admin.ts';
import { signedIn } from './signed-in.ts';

export const DAY = 86_400_000;
let addresses = 0;
export const newEmail = () => `guest-${process.pid}-${Date.now()}-${addresses++}@example.com`;
export const inviteTo = (email: string) => db.collection('invites').doc(inviteId(email));
export const readInvite = async (email: string) =>
  parseInvite((await inviteTo(email).get()).data());

export async function called<Answer>(
  person: TestUser | null,
  name: keyof typeof CALLABLES,
  data?: unknown,
): Promise<Answer> {
  const client = await signedIn(person);
  const { data: answer } = await httpsCallable(client.functions, name)(data);
  return answer as Answer;
}

export const create = (person: TestUser | null, email: string, role: string, more: object = {}) =>
  called<{ inviteId: string }>(person, 'createInvite', {
    email,
    role,
    expiresAt: Date.now() + DAY,
    ...more,
  });
export const withdraw = (person: TestUser | null, id: string) =>
  called(person, 'withdrawInvite', { inviteId: id });
export const accept = (person: TestUser | null) =>
  called<{ taken: boolean; role: string | null; version: number }>(person, 'acceptInvite');

/** An invite as it is stored, by any writer. */
export async function given(email: string, fields: Record<string, unknown> = {}): Promise<void> {
  await inviteTo(email).set({
    email,
    role: 'editor',
    invitedBy: OPERATOR,
    createdAt: Timestamp.now(),
    expiresAt: Timestamp.fromMillis(Date.now() + DAY),
    acceptedAt: null,
    ...fields,
  });
}

const NEVER = timestampAt(0);

/** Oldest first. */
export async function auditTo(email: string) {
  const { docs } = await db.collection('auditLog').where('email', '==', email).get();
  const entries = docs
    .map((entry) => parseAuditEntry(entry.data()))
    // A person's own changes bear their address too.
    .filter((entry) => entry?.type.startsWith('invite-'));
  return entries.sort((a, b) => versionAt(a?.at ?? NEVER) - versionAt(b?.at ?? NEVER));
}

export const refusal = (reason: string) => ({
  code: 'functions/permission-denied',
  details: { reason },
});
