import type { QueryDocumentSnapshot } from 'firebase/firestore';
import {
  type ExpectedAccess,
  isRole,
  isTimestamp,
  type LiveClaimsConfig,
  type Marker,
  millisecondsOf,
  millisOf,
  parseMarker,
  parseUserProfile,
  readFields,
  readGrant,
  versionAt,
} from '../../core/index.ts';
import { shownName } from '../parts/names.ts';

/** A person as `users/{uid}` has them. */
export interface Person {
  readonly uid: string;
  readonly name: string;
  readonly email: string | null;
  readonly photoURL: string | null;
  /** The text in the role field; not necessarily a role. */
  readonly roleText: string | null;
  /**
   * The role in the document, also where it grants nothing at the moment because the account is
   * disabled; null for none, and for what is no role.
   */
  readonly assignedRole: string | null;
  /** Whether the role field is neither a role nor empty. */
  readonly isMisspelt: boolean;
  /** When that role ends, in milliseconds since the Unix epoch; null for never. */
  readonly assignedEnd: number | null;
  /** What the document grants; null when it cannot be read. */
  readonly grantedRole: string | null;
  readonly disabled: boolean;
  /** When the grant ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null;
}

/** What a change of a user's access starts from: the fields of the document. */
export function expectedAccess(person: Person): ExpectedAccess {
  const { roleText, assignedEnd, disabled } = person;
  return { role: roleText, expiresAt: assignedEnd, disabled };
}

export function isSameAccess(one: ExpectedAccess, other: ExpectedAccess): boolean {
  return (
    one.role === other.role && one.expiresAt === other.expiresAt && one.disabled === other.disabled
  );
}

/** How to read the people of an app. */
export function personReader(config: PersonNames): (document: QueryDocumentSnapshot) => Person {
  return (document) =>
    toPerson(config, document.id, document.data({ serverTimestamps: 'estimate' }));
}

/** The part of a configuration that says what a document of a user means. */
type PersonNames = Pick<LiveClaimsConfig, 'fields' | 'roles'>;

export function toPerson(
  { fields, roles }: PersonNames,
  uid: string,
  stored: Readonly<Record<string, unknown>>,
): Person {
  const data = readFields(fields, stored);
  const { email, displayName, photoURL } = parseUserProfile(data);
  const { grant } = readGrant(roles, data);
  const { role = null, roleExpiresAt = null, disabled = false } = data;
  const assignedRole = isRole(roles, role) ? role : null;
  return {
    uid,
    name: shownName(displayName) ?? shownName(email) ?? uid,
    email: shownName(email),
    photoURL,
    roleText: typeof role === 'string' ? role : null,
    assignedRole,
    isMisspelt: role !== null && assignedRole === null,
    assignedEnd: isTimestamp(roleExpiresAt) ? Math.round(millisOf(versionAt(roleExpiresAt))) : null,
    grantedRole: grant?.role ?? null,
    // What is there and is not false disables, as the security rules read it.
    disabled: disabled !== false,
    expiresAt: grant?.expiresAt == null ? null : millisecondsOf(grant.expiresAt),
  };
}

export interface UserMarker extends Marker {
  readonly uid: string;
  /** Whether it is Firebase Auth, not the document, that disables the account. */
  readonly disabledInAuth: boolean;
  /** The account's address in Firebase Auth, and whether it is verified; null where it is not known. */
  readonly email: string | null;
  readonly emailVerified: boolean;
}

export function readMarker(document: QueryDocumentSnapshot): UserMarker | null {
  return toMarker(document.id, document.data());
}

export function toMarker(uid: string, data: Readonly<Record<string, unknown>>): UserMarker | null {
  const marker = parseMarker(data);
  return (
    marker && {
      ...marker,
      uid,
      disabledInAuth: data.disabledInAuth === true,
      email: typeof data.email === 'string' ? data.email : null,
      emailVerified: data.emailVerified === true,
    }
  );
}

/** How far a person's access has got. */
export type Progress =
  /** Their claims are what the document says; `after` milliseconds from the edit, where known. */
  | { readonly step: 'applied'; readonly after: number | null; readonly version: number }
  /** The document was edited; the claims follow. */
  | { readonly step: 'applying' }
  | { readonly step: 'pending' | 'rejected'; readonly message: string };

/** Longer than this, in milliseconds, and it was not this edit that set the claims. */
const PLAUSIBLE = 24 * 3_600_000;

export function progressOf(
  person: Person,
  marker: (Marker & Partial<UserMarker>) | null,
): Progress {
  if (marker === null) {
    const nothingToApply = person.roleText === null && !person.disabled;
    return nothingToApply ? { step: 'applied', after: null, version: 0 } : { step: 'applying' };
  }
  if (marker.status !== 'applied') {
    return {
      step: marker.status,
      message: marker.problem?.message ?? 'The last change has not been applied.',
    };
  }
  // An account that Firebase Auth disables has no role there, whatever the document says.
  const asTheDocument =
    marker.disabledInAuth === true ||
    (marker.role === person.grantedRole && marker.disabled === person.disabled);
  if (!asTheDocument) {
    return { step: 'applying' };
  }
  const after = millisOf(versionAt(marker.claimsUpdatedAt) - marker.version);
  const plausible = after >= 0 && after < PLAUSIBLE;
  return { step: 'applied', after: plausible ? after : null, version: marker.version };
}

/** The account's address: Auth's, which is what people sign in with, before the document's. */
export function addressOf(
  person: Person,
  marker: UserMarker | null,
): { readonly email: string | null; readonly isUnverified: boolean } {
  if (marker === null || marker.email === null) return { email: person.email, isUnverified: false };
  return { email: shownName(marker.email), isUnverified: !marker.emailVerified };
}

/** The role that counts: none, while the document cannot be read. */
export function effectiveRole(person: Person, marker: Marker | null): string | null {
  const stuck = marker !== null && marker.status !== 'applied';
  return stuck ? marker.role : person.grantedRole;
}
