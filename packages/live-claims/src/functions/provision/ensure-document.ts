import { randomUUID } from 'node:crypto';
import type { Auth } from 'firebase-admin/auth';
import { FieldValue } from 'firebase-admin/firestore';
import { prepareEdit } from '../edit/commit-edit.ts';
import { type EditResult, editAccess } from '../edit/edit.ts';
import type { EditOrder } from '../edit/order.ts';
import { markerOf } from '../firebase/firestore-documents.ts';
import { type NewAccount, profileOf, readAccount } from '../firebase/known-account.ts';
import { commitVerified } from '../firebase/verified-commit.ts';
import { takeOffer } from '../invites/end-invites.ts';
import { findOffer } from '../invites/offers.ts';
import type { EditProject } from '../project.ts';
import { isThereAlready, mayHaveInvite, signUpOrder } from './create-document.ts';
import { isUndecided } from './is-undecided.ts';

/** What was given to an account that no blocking function had seen. */
export interface Ensured {
  /** Id of the change, stored with the revision. */
  readonly changeId: string;
  /** The role that was given; null where new accounts start without one. */
  readonly role: string | null;
  /** Id of the invite that the role came from; null for the table's initial role. */
  readonly inviteId: string | null;
}

/**
 * Gives an account what it would have got by signing up: accounts that the console, the Admin SDK, an
 * import or a custom token made, and anonymous accounts that were linked, come without a blocking
 * function. Only where nothing was ever decided about the person's role: no document or one without the field
 * `role`, and no marker or one that says nothing but claims beside the role. A disabled account, and a document with an unreadable value, are
 * left as they are.
 *
 * @param isGuest whether they signed in anonymously; then only once a way to sign in has been added.
 * @returns what was given; null for nothing.
 * @throws what Firestore and Firebase Auth throw.
 */
export async function ensureDocument(
  project: EditProject & { readonly auth: Auth },
  uid: string,
  { isGuest }: { readonly isGuest: boolean },
): Promise<Ensured | null> {
  const { store, engine } = project;
  const found = await engine.documents.read(uid);
  if (!isUndecided(engine.roles, found.source.data, found.marker)) return null;
  const account = await readAccount(project.auth, { uid });
  if (account === null || account.disabled || (isGuest && !account.isIdentified)) return null;
  const invitable = await mayHaveInvite(project, account);

  const changeId = randomUUID();
  // Of an attempt whose answer was lost, what it gave is known still.
  const attempt: { given: Ensured | null } = { given: null };
  await commitVerified(store.db, async (commit) => {
    const [user, markerDocument] = await commit.getAll(store.user(uid), store.marker(uid));
    const data = store.dataOf(user) ?? null;
    if (data?.changeId === changeId) return;
    attempt.given = null;
    if (!isUndecided(engine.roles, data, markerOf(markerDocument))) return;
    const taker = { uid, standing: null, effective: null, loweredVersion: 0 };
    const search = { email: account.email ?? '', taker, now: Date.now() };
    const offer = invitable ? await findOffer(project, commit, search) : null;
    const former = { sessionsEndedAt: null };
    const order = signUpOrder(engine.roles, { account, former, changeId, offer });
    const { plan } = await prepareEdit(project, commit, order);
    if (plan.outcome !== 'write') return;
    if (offer !== null) takeOffer(project, commit, offer, { uid, kind: 'sign-up', before: null });
    attempt.given = { changeId, role: order.edit.role ?? null, inviteId: offer?.id ?? null };
  });
  return attempt.given;
}

/**
 * Makes sure that an account has a document, so that its access can be changed: one without a role
 * where there is none. Whether it gets the initial role is decided when the person comes, see
 * `ensureDocument`.
 *
 * @returns whether there is such an account.
 */
export async function listAccount(
  project: Pick<EditProject, 'store' | 'provisioning'> & { readonly auth: Auth },
  uid: string,
): Promise<boolean> {
  const account = await readAccount(project.auth, { uid });
  if (account === null) return false;
  await createWithoutRole(project, account);
  return true;
}

/**
 * `editAccess`, also for an account that nobody has listed yet: it gets its document first.
 *
 * @throws what `editAccess` and Firebase Auth throw.
 */
export async function editListed(
  project: EditProject & { readonly auth: Auth },
  order: EditOrder,
): Promise<EditResult> {
  const result = await editAccess(project, order);
  if (result.outcome !== 'no-such-person') return result;
  return (await listAccount(project, order.uid)) ? editAccess(project, order) : result;
}

/** Makes `users/{uid}` without a role, unless there is one; returns whether it did. */
export async function createWithoutRole(
  project: Pick<EditProject, 'store' | 'provisioning'>,
  account: NewAccount,
): Promise<boolean> {
  const updatedAt = FieldValue.serverTimestamp();
  try {
    const person = project.store.user(account.uid);
    await person.create(project.store.fieldsOf({ ...profileOf(project, account), updatedAt }));
    return true;
  } catch (error) {
    if (isThereAlready(error)) return false;
    throw error;
  }
}
