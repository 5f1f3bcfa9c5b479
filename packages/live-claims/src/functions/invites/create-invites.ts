import type { Auth } from 'firebase-admin/auth';
import {
  type CreateInvitesRequest,
  effectiveRole,
  type InviteLine,
  type InviteVerdict,
  type Milliseconds,
  parseAddress,
  parseInvite,
  type RoleTable,
  rankOf,
  readGrant,
  refusalSentence,
} from '../../core/index.ts';
import { type KnownAccount, knownAccount } from '../firebase/known-account.ts';
import type { Store } from '../firebase/store.ts';
import { inviteId } from './invite-document.ts';
import { isOver } from './offers.ts';
import {
  allowanceDoc,
  allowanceIn,
  createInvite,
  HOUR_MS,
  type InvitePlace,
  type Inviter,
  readInviter,
} from './write-invite.ts';

/** Who invites, and when. */
export interface InvitesOrder extends CreateInvitesRequest {
  readonly inviter: Extract<Inviter, { readonly kind: 'person' }>;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/** What became of the addresses, before any mail. */
export interface InvitedMany {
  readonly lines: readonly InviteLine[];
  readonly left: number;
  readonly nextAt: Milliseconds | null;
}

/**
 * Says of each address what would become of it, and invites those that are new, one after the other, each in a commit
 * of its own that asks again what stands against it.
 *
 * Tells which addresses have accounts: for callers who may look for accounts by their addresses anyway.
 */
export async function createInvites(
  place: InvitePlace & { readonly auth: Auth },
  order: InvitesOrder,
): Promise<InvitedMany> {
  const { store, limits } = place;
  const { emails, role, expiresAt, roleExpiresAt, reason = null, inviter, now } = order;
  const { dryRun = false } = order;
  const { refuse } = await readInviter(place, store.db, inviter, now);
  const refusal = refuse(role, roleExpiresAt);
  const known = await lookUp(place, emails, order);
  const allowance = async () =>
    allowanceIn((await allowanceDoc(store, inviter.uid).get()).data(), now, limits.invitesPerHour);

  let { left, nextAt } = await allowance();
  const lines: InviteLine[] = [];
  for (const [index, typed] of emails.entries()) {
    const email = parseAddress(typed);
    const line = { index, email: email ?? typed, inviteId: null, uid: null, mailed: null };
    const say = (verdict: InviteVerdict, message: string | null, more: Partial<InviteLine> = {}) =>
      lines.push({ ...line, verdict, message, ...more });
    if (email === null) say('not-an-address', 'This is no e-mail address.');
    else if (lines.some((before) => before.email === email)) say('duplicate', 'Named twice.');
    else if (refusal !== null) say(refusal, refusalSentence(place.roles, refusal));
    else if (known.has(email)) {
      const { verdict, uid } = known.get(email) as Known;
      say(verdict, SENTENCES[verdict], { uid });
    } else if (left === 0) {
      say('over-limit', limitSentence(limits.invitesPerHour, nextAt ?? now + HOUR_MS));
    } else if (dryRun) {
      left -= 1;
      say('new', null);
    } else {
      const created = await createInvite(place, {
        ...{ email, role, expiresAt, roleExpiresAt, reason, inviter, now },
      });
      if (created.outcome === 'created') {
        say('new', null, { inviteId: created.inviteId });
        ({ left, nextAt } = await allowance());
      } else if (created.outcome === 'too-many') {
        [left, nextAt] = [0, created.nextAt];
        say('over-limit', limitSentence(limits.invitesPerHour, nextAt));
      } else say(created.reason, refusalSentence(place.roles, created.reason));
    }
  }
  return { lines, left, nextAt };
}

/** The limit as a person reads it. */
export function limitSentence(perHour: number, nextAt: Milliseconds | null): string {
  const next =
    nextAt === null ? '' : ` Next one at ${new Date(nextAt).toISOString().slice(11, 16)} UTC.`;
  return `You have invited ${perHour} people in the last hour.${next}`;
}

const SENTENCES = {
  'invited-already': 'There is an open invite to this address.',
  'has-account': 'There is an account with this address. Change its role instead.',
  'gives-nothing': 'The account with this address has this role or a higher one.',
} as const;

interface Known {
  readonly verdict: keyof typeof SENTENCES;
  readonly uid: string | null;
}

/** What is known of the addresses: open invites, and accounts that have verified them. */
async function lookUp(
  { store, auth, roles }: { readonly store: Store; readonly auth: Auth; readonly roles: RoleTable },
  typed: readonly string[],
  { role, now }: Pick<InvitesOrder, 'role' | 'now'>,
): Promise<ReadonlyMap<string, Known>> {
  const emails = [...new Set(typed.flatMap((one) => parseAddress(one) ?? []))];
  if (emails.length === 0) return new Map();
  const [invites, { users }] = await Promise.all([
    store.db.getAll(...emails.map((email) => store.invites.doc(inviteId(email)))),
    auth.getUsers(emails.map((email) => ({ email }))),
  ]);
  // An account that has not verified the address is not known to be the person's.
  const accounts = users.map(knownAccount).filter(({ emailVerified }) => emailVerified);
  const found =
    accounts.length === 0
      ? []
      : await store.db.getAll(...accounts.map(({ uid }) => store.user(uid)));
  const roleOf = new Map(
    found.map((person) => {
      const { grant } = readGrant(roles, store.dataOf(person) ?? {});
      return [person.id, effectiveRole(grant, now)];
    }),
  );
  const verdictOf = ({ uid }: KnownAccount): Known['verdict'] =>
    rankOf(roles, roleOf.get(uid) ?? null) >= rankOf(roles, role) ? 'gives-nothing' : 'has-account';
  const open = invites.flatMap((document, at): [string, Known][] => {
    const invite = parseInvite(document.data());
    const isOpen = invite !== null && invite.acceptedAt === null && !isOver(invite, now);
    return isOpen ? [[emails[at] as string, { verdict: 'invited-already', uid: null }]] : [];
  });
  const withAccount = accounts.map((account): [string, Known] => [
    account.email?.toLowerCase() ?? '',
    { verdict: verdictOf(account), uid: account.uid },
  ]);
  return new Map([...open, ...withAccount]);
}
