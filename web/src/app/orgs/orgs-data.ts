import type { FirebaseApp } from 'firebase/app';
import {
  addDoc,
  collection,
  type DocumentReference,
  type DocumentSnapshot,
  deleteDoc,
  doc,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
  serverTimestamp,
} from 'firebase/firestore';
import {
  type CreateOrgInviteRequest,
  type ExpectedAccess,
  isTimestamp,
  ORG_CALLABLES,
  parseAcceptedOrgInvite,
  parseMyOrgInvites,
  type RemoveMemberRequest,
  type SetMemberRoleRequest,
  type WaitingInvite,
} from 'live-claims/core';
import { parsePost } from '../../../../functions/src/post.ts';
import { callFunction } from '../../call-function.ts';
import { COLLECTIONS } from '../paths.ts';
import type { PostText, StoredPost } from '../posts/posts-data.ts';

/** How many posts and members of an organisation are shown. */
const SHOWN = 100;

const postsOf = (firestore: Firestore, orgId: string) =>
  collection(firestore, COLLECTIONS.orgs, orgId, COLLECTIONS.posts);

/** The organisation itself. */
export function orgDocument(firestore: Firestore, orgId: string): DocumentReference {
  return doc(firestore, COLLECTIONS.orgs, orgId);
}

/** Its name; null where it has none. */
export function orgName(found: DocumentSnapshot): string | null {
  const name: unknown = found.get('name');
  return typeof name === 'string' && name !== '' ? name : null;
}

/** The posts of an organisation, newest first. */
export function orgPosts(firestore: Firestore, orgId: string): Query {
  return query(postsOf(firestore, orgId), orderBy('createdAt', 'desc'), limit(SHOWN));
}

export function readOrgPost(document: QueryDocumentSnapshot): StoredPost | null {
  const post = parsePost(document.data({ serverTimestamps: 'estimate' }));
  return post && { ...post, id: document.id };
}

export async function writePost(
  firestore: Firestore,
  orgId: string,
  authorId: string,
  { title, body }: PostText,
): Promise<void> {
  const now = serverTimestamp();
  const post = { title, body, authorId, status: 'published', createdAt: now, updatedAt: now };
  await addDoc(postsOf(firestore, orgId), post);
}

export async function removePost(firestore: Firestore, orgId: string, id: string): Promise<void> {
  await deleteDoc(doc(postsOf(firestore, orgId), id));
}

/** A member of an organisation, as their membership says. */
export interface Member extends ExpectedAccess {
  readonly uid: string;
  /** The name, the address or the id: what there is. */
  readonly name: string;
}

/** The members of an organisation. */
export function orgMembers(firestore: Firestore, orgId: string): Query {
  return query(collection(firestore, COLLECTIONS.orgs, orgId, COLLECTIONS.members), limit(SHOWN));
}

export function readMember(document: QueryDocumentSnapshot): Member | null {
  const { role, roleExpiresAt, disabled, displayName, email } = document.data();
  if (typeof role !== 'string') return null;
  const name = [displayName, email].find((text) => typeof text === 'string' && text !== '');
  return {
    uid: document.id,
    name: (name as string | undefined) ?? document.id,
    role,
    expiresAt: isTimestamp(roleExpiresAt) ? roleExpiresAt.seconds * 1000 : null,
    disabled: (disabled ?? false) !== false,
  };
}

export async function setMemberRole(
  app: FirebaseApp,
  request: SetMemberRoleRequest,
): Promise<void> {
  await callFunction(app, ORG_CALLABLES.setMemberRole, request);
}

export async function removeMember(app: FirebaseApp, request: RemoveMemberRequest): Promise<void> {
  await callFunction(app, ORG_CALLABLES.removeMember, request);
}

export async function leaveOrg(app: FirebaseApp, orgId: string): Promise<void> {
  await callFunction(app, ORG_CALLABLES.leaveOrg, { orgId });
}

export async function inviteMember(
  app: FirebaseApp,
  request: CreateOrgInviteRequest,
): Promise<void> {
  await callFunction(app, ORG_CALLABLES.createOrgInvite, request);
}

/** The invites that wait for the account's verified address. */
export async function waitingInvites(app: FirebaseApp): Promise<readonly WaitingInvite[]> {
  return parseMyOrgInvites(await callFunction(app, ORG_CALLABLES.listMyOrgInvites));
}

export async function acceptInvite(app: FirebaseApp, orgId: string): Promise<void> {
  parseAcceptedOrgInvite(await callFunction(app, ORG_CALLABLES.acceptOrgInvite, { orgId }));
}
