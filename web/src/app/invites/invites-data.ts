import type { FirebaseApp } from 'firebase/app';
import {
  collection,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
} from 'firebase/firestore';
import {
  CALLABLES,
  type CreateInviteRequest,
  type Invite,
  millisOf,
  parseInvite,
  parseSyncResult,
  type SyncResult,
  versionAt,
  type WithdrawInviteRequest,
} from 'live-claims/core';
import { callFunction } from '../../call-function.ts';
import { COLLECTIONS } from '../paths.ts';

/** How many invites the list shows, newest first. */
export const INVITES_SHOWN = 100;

export interface StoredInvite extends Invite {
  readonly id: string;
}

export function latestInvites(firestore: Firestore): Query {
  return query(
    collection(firestore, COLLECTIONS.invites),
    orderBy('createdAt', 'desc'),
    limit(INVITES_SHOWN),
  );
}

export function readInvite(document: QueryDocumentSnapshot): StoredInvite | null {
  const invite = parseInvite(document.data({ serverTimestamps: 'estimate' }));
  return invite && { ...invite, id: document.id };
}

/** The state of an invite at the time `now`, in milliseconds since the Unix epoch. */
export type InviteState =
  | { readonly is: 'open'; readonly until: number | null }
  | { readonly is: 'over'; readonly since: number }
  | { readonly is: 'accepted'; readonly at: number };

export function inviteState({ acceptedAt, expiresAt }: Invite, now: number): InviteState {
  if (acceptedAt !== null) return { is: 'accepted', at: millisOf(versionAt(acceptedAt)) };
  const end = expiresAt === null ? null : millisOf(versionAt(expiresAt));
  return end !== null && end <= now ? { is: 'over', since: end } : { is: 'open', until: end };
}

export async function createInvite(app: FirebaseApp, request: CreateInviteRequest): Promise<void> {
  await callFunction(app, CALLABLES.createInvite, request);
}

export async function withdrawInvite(
  app: FirebaseApp,
  request: WithdrawInviteRequest,
): Promise<void> {
  await callFunction(app, CALLABLES.withdrawInvite, request);
}

/** Takes the invite that waits for the signed-in person's address; `taken` is false where none does. */
export async function acceptInvite(app: FirebaseApp): Promise<SyncResult & { taken: boolean }> {
  const answer = await callFunction(app, CALLABLES.acceptInvite);
  const { taken } = answer as { taken?: unknown };
  return { ...parseSyncResult(answer), taken: taken === true };
}
