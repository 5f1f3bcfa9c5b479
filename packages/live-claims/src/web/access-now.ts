import {
  isTimestamp,
  type Marker,
  permissionsOf,
  type RoleTable,
  rankOf,
  readAccessSettings,
  topRole,
} from '../core/index.ts';
import { type AccountState, isBehind, isShadowed } from './claims-state.ts';

/**
 * How far this device's clock may be behind the server's, in milliseconds, so that a minimum of just
 * now is not taken for one that lies in the future. As far as others allow tokens to be off.
 */
const CLOCK_TOLERANCE_MS = 300_000;

/** What counts for the person at one moment. */
export interface AccessNow {
  /** Role that counts; null for none. */
  readonly role: string | null;
  readonly permissions: readonly string[];
  /** Only the top role gets in at the moment, and this is not it. */
  readonly lockedDown: boolean;
  /** Sign-ins before it are out: whole seconds since the Unix epoch; null for none. */
  readonly minimumAuthTime: number | null;
}

/**
 * Role and permissions that count. The token's, since that is what the rules read. But of a token
 * that is known to be out of date, or says something else, only what the marker grants as well, from
 * the moment the marker arrives and for however long it lasts: nothing is offered that either side
 * would refuse. A role without a version was put there by somebody else and counts nowhere.
 * In a lockdown nothing is, but to the top role.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function accessOf(state: AccountState, table: RoleTable, now: number): AccessNow {
  const { role, permissions } = granted(state, table, now);
  const isTop = role === topRole(table);
  // Who cannot be locked down is not signed out either by a minimum that may lie in the future.
  const latest = Math.max(isTop ? now : now + CLOCK_TOLERANCE_MS, serverTime(state));
  const { lockdown, minimumAuthTime } = readAccessSettings(state.settings, latest);
  const lockedDown = lockdown && !isTop;
  return { role, permissions: lockedDown ? [] : permissions, lockedDown, minimumAuthTime };
}

/**
 * The moments at which `accessOf` changes by time alone, in milliseconds since the Unix epoch: the end
 * of a grant, and a minimum in the future that comes to count.
 */
export function decisiveMoments(state: AccountState): readonly number[] {
  const minimum = minimumOf(state);
  return [
    ...[state.token?.access, state.marker].map((grant) => (grant?.expiresAt ?? 0) * 1000),
    ...(minimum === null ? [] : [minimum * 1000 - CLOCK_TOLERANCE_MS, minimum * 1000]),
  ];
}

/**
 * Whether a new token is needed to learn the time: a minimum that lies in the future by this device's
 * clock may have come by the server's. Once for each minimum.
 */
export function needsTime(state: AccountState, now: number): boolean {
  const minimum = minimumOf(state);
  const isAhead = minimum !== null && minimum * 1000 > Math.max(now, serverTime(state));
  return isAhead && state.token !== null && state.triedMinimum !== minimum;
}

/** The minimum sign-in time, in whole seconds since the Unix epoch; null for none. */
export function minimumOf({ settings }: AccountState): number | null {
  const { minimumAuthTime } = (settings ?? {}) as { minimumAuthTime?: unknown };
  return isTimestamp(minimumAuthTime) ? minimumAuthTime.seconds : null;
}

/** What the server's clock has shown at least, whatever this device's says, in milliseconds. */
const serverTime = ({ token }: AccountState) => (token?.issuedAt ?? 0) * 1000;

function granted(state: AccountState, table: RoleTable, now: number) {
  const { token, marker, confirmed } = state;
  const access = token?.access;
  const held = access?.version ? counts(table, access, now) : null;
  const permissions = permissionsOf(table, held);
  const isHeard = confirmed || marker !== null;
  if (!isHeard || !(marker?.disabled || isBehind(state) || isShadowed(state))) {
    return { role: held, permissions };
  }
  const named = marker === null || marker.disabled ? null : counts(table, marker, now);
  const both = permissionsOf(table, named);
  return {
    role: rankOf(table, named) < rankOf(table, held) ? named : held,
    permissions: permissions.filter((permission) => both.includes(permission)),
  };
}

/** The role that counts: of the table, and not over. */
function counts(
  table: RoleTable,
  { role, expiresAt }: Pick<Marker, 'role' | 'expiresAt'>,
  now: number,
): string | null {
  const isOver = expiresAt !== null && expiresAt * 1000 <= now;
  return isOver || rankOf(table, role) < 0 ? null : role;
}
