import { isHttpsUrl } from 'live-claims/console/parts/text';
import { isTimestamp, millisOf, parseUserProfile, versionAt } from 'live-claims/core';

/** Shortest time between two edits of one's own profile that the security rules allow, in milliseconds. */
const EDIT_SPACING = 2_000;

/** The user's own profile in `users/{uid}`. */
export interface OwnProfile {
  readonly displayName: string;
  readonly photoURL: string;
  /** When it was last edited, in milliseconds since the Unix epoch; null for never. */
  readonly editedAt: number | null;
}

/** `none` where there is no document. */
export function readOwnProfile(data: unknown): OwnProfile | 'none' {
  if (data === undefined) return 'none';
  const { displayName, photoURL } = parseUserProfile(data);
  const { profileEditedAt } = data as { profileEditedAt?: unknown };
  return {
    displayName: displayName ?? '',
    photoURL: photoURL ?? '',
    editedAt: isTimestamp(profileEditedAt) ? millisOf(versionAt(profileEditedAt)) : null,
  };
}

/** What is wrong with a picture's address; null when it can be saved. */
export function pictureProblem(address: string): string | null {
  return address === '' || isHttpsUrl(address)
    ? null
    : 'Give an address that begins with https://, or leave it empty.';
}

/**
 * Whether a refused edit came too soon after the one before. With some leeway: the server measures
 * by its own clock.
 */
export function cameTooSoon({ editedAt }: OwnProfile, now: number): boolean {
  return editedAt !== null && Math.abs(now - editedAt) < 2 * EDIT_SPACING;
}
