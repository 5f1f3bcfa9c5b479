import {
  appRoles,
  type Marker,
  millisOf,
  parseMarker,
  parseUserProfile,
  readGrant,
  versionAt,
} from '@live-claims/contract';
import type { QueryDocumentSnapshot } from 'firebase/firestore';

/** A person as `users/{uid}` has them. */
export interface Person {
  readonly uid: string;
  readonly name: string;
  readonly email: string | null;
  readonly photoURL: string | null;
  /** What stands in the role field, if it is a text; not necessarily a role. */
  readonly storedRole: string | null;
  /** What the document grants; null when it cannot be read. */
  readonly grantedRole: string | null;
  readonly disabled: boolean;
  /** When the grant ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null;
}

export function readPerson(document: QueryDocumentSnapshot): Person {
  return toPerson(document.id, document.data({ serverTimestamps: 'estimate' }));
}

export function toPerson(uid: string, data: Readonly<Record<string, unknown>>): Person {
  const { email, displayName, photoURL } = parseUserProfile(data);
  const { grant } = readGrant(appRoles, data);
  return {
    uid,
    name: displayName?.trim() || email || uid,
    email,
    photoURL,
    storedRole: typeof data.role === 'string' ? data.role : null,
    grantedRole: grant?.role ?? null,
    disabled: grant?.disabled ?? false,
    expiresAt: grant?.expiresAt == null ? null : grant.expiresAt * 1000,
  };
}

export interface StoredMarker extends Marker {
  readonly uid: string;
}

export function readMarker(document: QueryDocumentSnapshot): StoredMarker | null {
  const marker = parseMarker(document.data());
  return marker && { ...marker, uid: document.id };
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

export function progressOf(person: Person, marker: Marker | null): Progress {
  if (marker === null) {
    const nothingToApply = person.storedRole === null && !person.disabled;
    return nothingToApply ? { step: 'applied', after: null, version: 0 } : { step: 'applying' };
  }
  if (marker.status !== 'applied') {
    return {
      step: marker.status,
      message: marker.problem?.message ?? 'The last change has not been applied.',
    };
  }
  if (marker.role !== person.grantedRole || marker.disabled !== person.disabled) {
    return { step: 'applying' };
  }
  const after = millisOf(versionAt(marker.claimsUpdatedAt) - marker.version);
  const plausible = after >= 0 && after < PLAUSIBLE;
  return { step: 'applied', after: plausible ? after : null, version: marker.version };
}

/** The role that counts: what was applied last, while the document's own cannot be. */
export function effectiveRole(person: Person, marker: Marker | null): string | null {
  const stuck = marker !== null && marker.status !== 'applied';
  return stuck ? marker.role : person.grantedRole;
}
