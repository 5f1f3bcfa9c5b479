import { type HeardMarker, isVersion, parseHeardMarker } from './heard-marker.ts';
import type { ClaimsVersion } from './timestamp.ts';

/**
 * How far the last edit of a user's access got.
 *
 * @example MARKER_STATUSES // ['applied', 'rejected', 'pending']
 */
export const MARKER_STATUSES = ['applied', 'rejected', 'pending'] as const;
/**
 * One of `MARKER_STATUSES`.
 *
 * @example const status: MarkerStatus = 'applied';
 */
export type MarkerStatus = (typeof MARKER_STATUSES)[number];

/**
 * `userClaims/{uid}`: what the account's claims were last set to.
 *
 * @example const isBehind = (token: Access, marker: Marker) => token.version < marker.version;
 */
export interface Marker extends HeardMarker {
  readonly status: MarkerStatus;
  /** Whether it is Firebase Auth, not the document, that disables the account. */
  readonly disabledInAuth: boolean;
  /**
   * Version at which access was last lowered, removed, disabled, ended or deleted; 0 for never. It never
   * goes back: an earlier invite gives nothing.
   */
  readonly loweredVersion: ClaimsVersion;
}

/**
 * The marker in unknown data; null when it cannot be read as one. Additions of a later release are ignored
 * as long as they remove nothing: an unknown status is `pending`.
 *
 * @example parseMarker((await db.doc(markerPath(uid)).get()).data())?.version
 */
export function parseMarker(data: unknown): Marker | null {
  const heard = parseHeardMarker(data);
  if (heard === null) return null;
  const fields = data as Readonly<Record<string, unknown>>;
  const { status, loweredVersion } = fields;
  return {
    ...heard,
    status: isStatus(status) ? status : 'pending',
    disabledInAuth: fields.disabledInAuth === true,
    loweredVersion: isVersion(loweredVersion) ? loweredVersion : 0,
  };
}

function isStatus(value: unknown): value is MarkerStatus {
  return MARKER_STATUSES.includes(value as MarkerStatus);
}
