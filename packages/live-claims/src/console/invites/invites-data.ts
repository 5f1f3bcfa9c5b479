import {
  collection,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
  where,
} from 'firebase/firestore';
import {
  CALLABLES,
  type Collections,
  type CreateInvitesRequest,
  type CreateInvitesResult,
  type Invite,
  millisOf,
  parseCreateInvitesResult,
  parseInvite,
  type ResendInviteRequest,
  versionAt,
  type WithdrawInviteRequest,
} from '../../core/index.ts';
import type { Call } from '../console-context.tsx';

/** How many invites the list shows, newest first. */
export const INVITES_SHOWN = 100;

export interface StoredInvite extends Invite {
  readonly id: string;
}

export function latestInvites(firestore: Firestore, { invites }: Collections): Query {
  return query(collection(firestore, invites), orderBy('createdAt', 'desc'), limit(INVITES_SHOWN));
}

export function readInvite(document: QueryDocumentSnapshot): StoredInvite | null {
  const invite = parseInvite(document.data({ serverTimestamps: 'estimate' }));
  return invite && { ...invite, id: document.id };
}

/** How many withdrawn invites are shown, newest first. */
const WITHDRAWN_SHOWN = 20;

/** The entries of the audit log that tell of withdrawn invites: the invites themselves are gone. */
export function latestWithdrawn(firestore: Firestore, { audit }: Collections): Query {
  return query(
    collection(firestore, audit),
    where('type', '==', 'invite-withdrawn'),
    orderBy('at', 'desc'),
    limit(WITHDRAWN_SHOWN),
  );
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

/** What becomes of each address, in the order of the request. */
export async function createInvites(
  call: Call,
  request: CreateInvitesRequest,
): Promise<CreateInvitesResult> {
  return parseCreateInvitesResult(await call(CALLABLES.createInvites, request));
}

/** Has the app send the mail of an open invite again. */
export async function resendInvite(call: Call, request: ResendInviteRequest): Promise<void> {
  await call(CALLABLES.resendInvite, request);
}

export async function withdrawInvite(call: Call, request: WithdrawInviteRequest): Promise<void> {
  await call(CALLABLES.withdrawInvite, request);
}
