import { errorCode } from '../../core/error-code.ts';
import {
  type ClaimsVersion,
  OPEN_ACCESS,
  type RoleTable,
  readAccessSettings,
  type Seconds,
  versionAt,
} from '../../core/index.ts';
import { writeEdit } from '../edit/commit-edit.ts';
import type { EditOrder } from '../edit/order.ts';
import { planEdit, type Scene } from '../edit/plan-edit.ts';
import type { NewAccount } from '../firebase/known-account.ts';
import { commitVerified } from '../firebase/verified-commit.ts';
import { reserveOffer } from '../invites/end-invites.ts';
import { endOfRole, openInvites } from '../invites/invite-document.ts';
import { type FoundOffer, findOffer } from '../invites/offers.ts';
import type { EditProject } from '../project.ts';
import type { Source } from '../sync/ports.ts';
import { isUndecided } from './is-undecided.ts';

/** What is remembered of an account that had the id before. */
export interface Former {
  /** When its sessions ended, in whole seconds since the Unix epoch; null for never. */
  readonly sessionsEndedAt: Seconds | null;
  /** When its access was lowered or deleted last; 0 for never. */
  readonly loweredVersion: ClaimsVersion;
}

/** A document that was made, and where its role came from. */
export interface CreatedDocument {
  readonly source: Source;
  /** Id of the invite; null for the table's initial role, or for none. */
  readonly inviteId: string | null;
}

/**
 * Makes `users/{uid}` for an account that is about to be created, with the role of an invite or the
 * initial one. A document that is there by now is kept: an admin's, or this one's own, whose commit
 * took effect although its answer was lost. One that decides nothing about the role gets it.
 *
 * @param invitable whether there may be an invite: what `mayHaveInvite` said.
 * @param exists whether there was such a document at the last look.
 * @throws when Firestore cannot be reached.
 */
export async function createDocument(
  project: EditProject,
  account: NewAccount,
  former: Former,
  {
    changeId,
    invitable,
    exists,
  }: { readonly changeId: string; readonly invitable: boolean; readonly exists: boolean },
): Promise<CreatedDocument> {
  const { store, engine } = project;
  const person = store.user(account.uid);
  // Most have no invite and, as new accounts do, no document: nothing has to be read for those.
  let looks = invitable || exists;
  // An attempt whose answer was lost may have been the one that counts.
  let offer: FoundOffer | null = null;
  let data: Source['data'] = null;
  const { writtenAt } = await commitVerified(store.db, async (commit) => {
    const stored = looks ? store.dataOf((await commit.getAll(person))[0]) : undefined;
    if (stored !== undefined && !isUndecided(engine.roles, stored, null)) return;
    looks = true;
    if (invitable) {
      const taker = { uid: account.uid, standing: null, effective: null, ...former };
      const search = { email: account.email ?? '', taker, now: Date.now() };
      offer = await findOffer(project, commit, search);
      if (offer !== null) reserveOffer(project, commit, offer, account.uid);
    }
    const order = signUpOrder(engine.roles, { account, former, changeId, offer });
    const plan = planEdit(engine.roles, NOBODY_YET, order, true);
    if (plan.outcome !== 'write') return;
    data = { ...stored, ...writeEdit(project, commit, order, plan, stored !== undefined) };
  });
  const time = writtenAt(person);
  const source =
    time === null
      ? await engine.documents.readSource(account.uid)
      : { data, version: versionAt(time) };
  const { id = null } = (offer as FoundOffer | null) ?? {};
  return { source, inviteId: source.data?.changeId === changeId ? id : null };
}

/** What a sign-up is decided by: there is no document, and the account comes after it. */
const NOBODY_YET: Scene = {
  target: { data: null, version: 0 },
  actor: undefined,
  settings: OPEN_ACCESS,
  account: undefined,
};

/** The edit that an account starts with: the role of its invite, or the table's initial one. */
export function signUpOrder(
  { initialRole }: RoleTable,
  start: {
    readonly account: NewAccount;
    readonly former: Pick<Former, 'sessionsEndedAt'>;
    readonly changeId: string;
    readonly offer: FoundOffer | null;
  },
): EditOrder {
  const { account, former, changeId, offer } = start;
  return {
    uid: account.uid,
    edit: {
      role: offer?.invite.role ?? initialRole,
      expiresAt: offer === null ? null : endOfRole(offer.invite),
    },
    by: { kind: 'sign-up', inviteId: offer?.id ?? null },
    start: { account, ...former },
    changeId,
    now: Date.now(),
  };
}

/**
 * Whether a look into the invites is worth while. Only for an address that the identity provider
 * verifies: any person can sign up with another's address. In a lockdown no invite is accepted.
 */
export async function mayHaveInvite(
  { store }: Pick<EditProject, 'store'>,
  { email, emailVerified }: Pick<NewAccount, 'email' | 'emailVerified'>,
): Promise<boolean> {
  if (email === null || !emailVerified) return false;
  const [invites, settings] = await Promise.all([
    openInvites(store, email).limit(1).get(),
    store.settings.get(),
  ]);
  return !invites.empty && !readAccessSettings(settings.data(), Date.now()).lockdown;
}

const ALREADY_EXISTS = 6; // google.rpc.Code

/** Whether Firestore refused to create a document because there is one. */
export function isThereAlready(error: unknown): boolean {
  return errorCode(error) === ALREADY_EXISTS;
}
