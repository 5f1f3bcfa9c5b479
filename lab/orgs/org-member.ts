import { signInWithCustomToken } from 'firebase/auth';
import {
  additionalClaims,
  type ClaimsSnapshot,
  createLiveClaims,
  type LiveClaims,
} from 'live-claims/web';
import { announced, auth } from '../../test/support/admin.ts';
import { type Client, openClient } from '../../test/support/client.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import { orgApp } from './org-app.ts';
import { store } from './org-stack.ts';

const OPEN_WITHIN_MS = 60_000;

/** Somebody with one browser, and the client core with organisations in it. */
export interface OrgMember {
  readonly uid: string;
  readonly client: Client;
  readonly live: LiveClaims;
  close(): Promise<void>;
}

/** Comes back when the client is `fresh`. @throws when it is not in a minute; it is closed then. */
export async function openOrgMember(uid: string): Promise<OrgMember> {
  const client = openClient();
  const { firestore, functions } = client;
  const live: LiveClaims = createLiveClaims({
    auth: client.auth,
    firestore,
    functions,
    config: orgApp,
    additional: additionalClaims,
  });
  const close = async () => {
    live.close();
    await client.close();
  };
  try {
    await signInWithCustomToken(client.auth, await auth.createCustomToken(uid));
    await untilSnapshot(live, ({ status }) => status === 'fresh', OPEN_WITHIN_MS);
  } catch (error) {
    await close();
    throw error;
  }
  return { uid, client, live, close };
}

/** The role in an organisation, as a client sees it; null for none. */
export const roleIn = ({ orgs }: ClaimsSnapshot, orgId: string): string | null =>
  orgs[orgId]?.role ?? null;

/** Changes `users/{uid}` as an admin does in the Firebase console. */
export const editRole = (uid: string, role: string): Promise<unknown> =>
  announced((more) => store.user(uid).set({ role, ...more }, { merge: true }));

/** Changes a membership as an admin does in the Firebase console; null deletes it. */
export const editMembership = (
  orgId: string,
  uid: string,
  role: string | null,
): Promise<unknown> =>
  role === null
    ? store.member(orgId, uid).delete()
    : announced((more) => store.member(orgId, uid).set({ uid, role, ...more }, { merge: true }));
