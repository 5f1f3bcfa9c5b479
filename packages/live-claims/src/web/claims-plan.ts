import { readAccessSettings } from '../core/access-settings.ts';
import { effectiveRole } from '../core/grant.ts';
import { permissionsOf, type Roles, rankOf, topRole } from '../core/roles.ts';
import type { Milliseconds, Seconds } from '../core/time.ts';
import { isTimestamp } from '../core/timestamp.ts';
import { type AccountState, isBehind, isShadowed, markerVersion } from './claims-state.ts';
import type { RevokedReason } from './errors.ts';
import type { ClaimsSnapshot } from './types.ts';

/**
 * How far this device's clock may be behind the server's, in milliseconds, so that a minimum of just
 * now is not taken for one that lies in the future. As far as others allow tokens to be off.
 */
const CLOCK_TOLERANCE_MS = 300_000;

/** What a state permits at one moment. */
export interface EffectiveAccess extends Partial<Pick<ClaimsSnapshot, 'orgs' | 'custom'>> {
  /** The role in effect; null for none. */
  readonly role: string | null;
  readonly permissions: readonly string[];
  /** Only the top role gets in at the moment, and this is not it. */
  readonly lockedDown: boolean;
  /** Sign-ins before it are refused: whole seconds since the Unix epoch; null for none. */
  readonly minimumAuthTime: Seconds | null;
}

/** What a state calls for. The session carries it out. */
export interface Plan {
  /** End the session for this reason. */
  readonly revoke: RevokedReason | null;
  readonly refresh: boolean;
  /** Ask the server to recompute the claims, once per key; null: there is no need. */
  readonly sync: string | null;
  /** Whether the client has to poll, because the listener cannot run. */
  readonly polling: boolean;
  /** When time alone changes something next, in milliseconds since the Unix epoch; null for never. */
  readonly nextAt: Milliseconds | null;
}

/** @param now in milliseconds since the Unix epoch. */
export function planClaims(state: AccountState, table: Roles, now: Milliseconds): Plan {
  const minimum = minimumOf(state);
  const { token, marker } = state;
  // A minimum in the future by this device's clock may have come by the server's, which the time of
  // issue of a new token tells. Once for each minimum.
  const needsTime =
    token !== null && minimum * 1000 > latestTime(state, now) && state.triedMinimum !== minimum;
  const moments = [
    ...(state.additional?.ends(state) ?? []),
    (token?.access.expiresAt ?? 0) * 1000,
    (marker?.expiresAt ?? 0) * 1000,
    minimum * 1000 - CLOCK_TOLERANCE_MS,
    minimum * 1000,
  ].filter((at) => at > now);
  return {
    revoke: revocation(state, table, now),
    refresh: isBehind(state) || needsTime,
    sync: syncKey(state),
    polling: state.source !== 'listener' && !state.offline,
    nextAt: moments.length ? Math.min(...moments) : null,
  };
}

/**
 * Role and permissions that count. The token's, since that is what the rules read. But of a token
 * that is known to be out of date, or says something else, only what the marker grants as well, from
 * the moment the marker arrives and for however long it lasts: nothing is offered that either side
 * would refuse. A role without a version was set by other code and is never accepted.
 * In a lockdown nothing is, but to the top role.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function effectiveAccess(
  state: AccountState,
  table: Roles,
  now: Milliseconds,
): EffectiveAccess {
  const { token, marker } = state;
  let role = token?.access.version ? grantedRole(table, token.access, now) : null;
  let permissions = permissionsOf(table, role);
  const needsBoth =
    (state.confirmed || !!marker) && (marker?.disabled || isBehind(state) || isShadowed(state));
  if (needsBoth) {
    const markerRole = !marker || marker.disabled ? null : grantedRole(table, marker, now);
    const both = permissionsOf(table, markerRole);
    permissions = permissions.filter((permission) => both.includes(permission));
    if (rankOf(table, markerRole) < rankOf(table, role)) role = markerRole;
  }
  const isTop = role === topRole(table);
  // The top role, which cannot be locked down, is not signed out by a minimum in the future either.
  const latest = latestTime(state, isTop ? now : now + CLOCK_TOLERANCE_MS);
  const { lockdown, minimumAuthTime } = readAccessSettings(state.settings, latest);
  const lockedDown = lockdown && !isTop;
  return {
    role,
    permissions: lockedDown ? [] : permissions,
    lockedDown,
    minimumAuthTime,
    ...state.additional?.effective(state, needsBoth, lockedDown, now),
  };
}

/** The role of a grant: null when it is not of the table, or over. */
function grantedRole(
  table: Roles,
  grant: { readonly role: string | null; readonly expiresAt: Seconds | null },
  now: Milliseconds,
): string | null {
  const role = effectiveRole(grant, now);
  return rankOf(table, role) < 0 ? null : role;
}

/** The minimum sign-in time, in whole seconds since the Unix epoch; 0 for none. */
export function minimumOf({ settings }: AccountState): Seconds {
  const { minimumAuthTime } = (settings ?? {}) as { minimumAuthTime?: unknown };
  return isTimestamp(minimumAuthTime) ? minimumAuthTime.seconds : 0;
}

/** `now`, or the time that the server's clock has shown at least, whatever this device's says. */
const latestTime = ({ token }: AccountState, now: Milliseconds) =>
  Math.max(now, (token?.issuedAt ?? 0) * 1000);

/**
 * Why the session is over, as far as marker and access settings say. Only data of the server ends a
 * session: the cache may have a block that was lifted since. Times are whole seconds and exclude
 * sign-ins of the same second, as Auth's own `validSince` does.
 */
function revocation(state: AccountState, table: Roles, now: Milliseconds): RevokedReason | null {
  const { token } = state;
  const marker = state.confirmed ? state.marker : null;
  if (marker?.disabled) return 'disabled';
  // The token of an earlier session says nothing about a person who has just signed in again.
  if (!token || state.tokenChanging) return null;
  const endedAt = marker?.sessionsRevokedAt;
  if (endedAt && token.authTime < endedAt.seconds) return 'session-revoked';
  if (!state.settingsFromServer) return null;
  const { minimumAuthTime } = effectiveAccess(state, table, now);
  return token.authTime < (minimumAuthTime ?? 0) ? 'sign-in-too-old' : null;
}

/** For what the server has to recompute the claims; null for nothing. */
function syncKey(state: AccountState): string | null {
  const { marker, token } = state;
  const isWaiting = isBehind(state);
  if (isWaiting && state.refreshError?.code === 'claims-behind') {
    return `lost ${markerVersion(state)}`;
  }
  if (!state.confirmed || !token) return null;
  // None, or none that can be read.
  if (!marker) return 'none';
  if (marker.problem?.code === 'no-such-account') return `unknown ${marker.version}`;
  if (isWaiting) return null;
  if (isShadowed(state)) return `shadowed ${marker.version}`;
  const { email, emailVerified } = token;
  return email === marker.email && emailVerified === marker.emailVerified
    ? null
    : `address ${email} ${emailVerified}`;
}
