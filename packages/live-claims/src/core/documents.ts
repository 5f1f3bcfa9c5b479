import * as v from 'valibot';
import { timestamp } from './timestamp-schema.ts';

const nullableText = v.nullish(v.string(), null);

/**
 * `users/{uid}` as the app shows it; the fields that decide access are read by `readGrant`.
 *
 * @example v.parse(userSchema, { email: 'ada@example.com' }).displayName // null
 */
export const userSchema = v.object({
  email: v.fallback(nullableText, null),
  displayName: v.fallback(nullableText, null),
  photoURL: v.fallback(nullableText, null),
  createdAt: v.fallback(v.nullish(timestamp, null), null),
  updatedAt: v.fallback(v.nullish(timestamp, null), null),
  updatedBy: v.fallback(nullableText, null),
});
/**
 * The profile in `users/{uid}`.
 *
 * @example const name = ({ displayName, email }: UserProfile) => displayName ?? email;
 */
export type UserProfile = v.InferOutput<typeof userSchema>;

/**
 * The profile in unknown data; a field that cannot be read is null.
 *
 * @example parseUserProfile(snapshot.data()).email
 */
export function parseUserProfile(data: unknown): UserProfile {
  return v.parse(userSchema, typeof data === 'object' && data !== null ? data : {});
}

/**
 * `invites/{id}`: a role for the account that verifies the e-mail address.
 *
 * @example v.safeParse(inviteSchema, snapshot.data()).success
 */
export const inviteSchema = v.object({
  email: v.pipe(v.string(), v.email()),
  role: v.string(),
  invitedBy: v.string(),
  createdAt: timestamp,
  /** Null or absent: it does not expire. */
  expiresAt: v.nullish(timestamp, null),
  acceptedAt: v.nullable(timestamp),
  /** Account id of the person who accepted it. */
  acceptedBy: v.nullish(v.string(), null),
  /**
   * Id of the sign-up that has got the role and whose account is not there yet; null for none. As long
   * as there is no such account, another sign-up with the address can have the invite.
   */
  reservedFor: v.fallback(v.nullish(v.string(), null), null),
  /** When the role ends that it gives; null or absent for never. */
  roleExpiresAt: v.nullish(timestamp),
  /** The inviter's name when it was written, or else their address; null or absent where neither is known. */
  invitedByName: v.fallback(v.nullish(v.string()), undefined),
  /** When a mail was last sent, by the app's `onInvite`; null or absent for never. */
  sentAt: v.fallback(v.nullish(timestamp), undefined),
});
/**
 * An invite as `parseInvite` reads it.
 *
 * @example const isOpen = ({ acceptedAt }: Invite) => acceptedAt === null;
 */
export type Invite = v.InferOutput<typeof inviteSchema>;

/**
 * The invite in unknown data; null when it cannot be read as one.
 *
 * @example const invites = snapshot.docs.flatMap((doc) => parseInvite(doc.data()) ?? []);
 */
export function parseInvite(data: unknown): Invite | null {
  const result = v.safeParse(inviteSchema, data);
  return result.success ? result.output : null;
}

/**
 * `orgs/{orgId}/invites/{id}`: a membership for the account that verifies the address. Its id is that of the address.
 *
 * @example v.safeParse(orgInviteSchema, snapshot.data()).success
 */
export const orgInviteSchema = v.object({
  ...inviteSchema.entries,
  /** When the membership ends that it gives; null or absent for never. */
  roleExpiresAt: v.nullish(timestamp, null),
});
/**
 * An invite as `parseOrgInvite` reads it.
 *
 * @example const isOpen = ({ acceptedAt }: OrgInvite) => acceptedAt === null;
 */
export type OrgInvite = v.InferOutput<typeof orgInviteSchema>;

/**
 * The invite in unknown data; null when it cannot be read as one.
 *
 * @example const invites = snapshot.docs.flatMap((doc) => parseOrgInvite(doc.data()) ?? []);
 */
export function parseOrgInvite(data: unknown): OrgInvite | null {
  const result = v.safeParse(orgInviteSchema, data);
  return result.success ? result.output : null;
}
