import {
  isTimestamp,
  permissionsOf,
  type RoleTable,
  rankOf,
  readAccessSettings,
  topRole,
} from '@live-claims/contract';
import { type AccountState, isBehind } from './claims-state.ts';

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
 * that is known to be out of date only what the marker grants as well, from the moment the marker
 * arrives and for however long the refresh takes: nothing is offered that either side would refuse.
 * In a lockdown nothing is, but to the top role.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function accessOf(state: AccountState, table: RoleTable, now: number): AccessNow {
  const { role, permissions } = granted(state, table, now);
  const isTop = role === topRole(table);
  // Who cannot be locked down is not signed out either by a minimum that may lie in the future.
  const latest = isTop ? now : now + CLOCK_TOLERANCE_MS;
  const { lockdown, minimumAuthTime } = readAccessSettings(state.settings, latest);
  const lockedDown = lockdown && !isTop;
  return { role, permissions: lockedDown ? [] : permissions, lockedDown, minimumAuthTime };
}

/**
 * The moments at which `accessOf` changes by time alone, in milliseconds since the Unix epoch: the end
 * of a grant, and a minimum in the future that comes to count.
 */
export function decisiveMoments({ token, settings }: AccountState): readonly number[] {
  const { minimumAuthTime } = (settings ?? {}) as { minimumAuthTime?: unknown };
  const minimum = isTimestamp(minimumAuthTime) ? minimumAuthTime.seconds * 1000 : null;
  const end = token?.access.expiresAt ?? null;
  return [
    ...(end === null ? [] : [end * 1000]),
    ...(minimum === null ? [] : [minimum - CLOCK_TOLERANCE_MS, minimum]),
  ];
}

function granted(state: AccountState, table: RoleTable, now: number) {
  const access = state.token?.access;
  const over = access?.expiresAt != null && access.expiresAt * 1000 <= now;
  const held = over ? null : known(table, access?.role ?? null);
  const permissions = permissionsOf(table, held);
  if (state.marker === null || !(state.marker.disabled || isBehind(state))) {
    return { role: held, permissions };
  }
  const named = state.marker.disabled ? null : known(table, state.marker.role);
  const both = permissionsOf(table, named);
  return {
    role: rankOf(table, named) < rankOf(table, held) ? named : held,
    permissions: permissions.filter((permission) => both.includes(permission)),
  };
}

const known = (table: RoleTable, role: string | null) => (rankOf(table, role) < 0 ? null : role);
