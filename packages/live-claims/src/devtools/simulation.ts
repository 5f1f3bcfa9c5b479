import { type Roles, rankOf } from '../core/roles.ts';
import type { Milliseconds, Seconds } from '../core/time.ts';
import type { SeenDocument, TokenClaims } from '../web/firebase-port.ts';

/**
 * What a developer has this tab believe. It only narrows what the page shows: rules and functions go by the real token.
 *
 * @example devtools.simulate({ role: 'viewer' });
 */
export interface Simulation {
  /** A role of at most the rank of the real one. @default null: the real one */
  readonly role: string | null;
  /** The token stays what it is now, however often it is refreshed. @default false */
  readonly staleToken: boolean;
  /** How much later than it came the marker is heard, in milliseconds; Infinity for never. @default 0 */
  readonly markerDelayMs: Milliseconds;
  /** The app is locked down. @default false */
  readonly lockdown: boolean;
  /** When the role ends, in whole seconds since the Unix epoch, where it does not end before. @default null: as it is */
  readonly endsAt: Seconds | null;
}

/**
 * Nothing is simulated.
 *
 * @example devtools.simulate(REAL);
 */
export const REAL: Simulation = {
  role: null,
  staleToken: false,
  markerDelayMs: 0,
  lockdown: false,
  endsAt: null,
};

/** Whether nothing is simulated. */
export const isReal = (simulation: Simulation): boolean =>
  Object.entries(REAL).every(([name, value]) => simulation[name as keyof Simulation] === value);

type Fields = Readonly<Record<string, unknown>>;

/** The role in place of the real one: the lower of the two. */
function narrowed(table: Roles, real: string | null, { role }: Simulation): string | null {
  return role !== null && rankOf(table, role) < rankOf(table, real) ? role : real;
}

const earlier = (real: Seconds | null, simulated: Seconds | null): Seconds | null =>
  real === null || simulated === null
    ? (real ?? simulated)
    : (Math.min(real, simulated) as Seconds);

/** The token as it is simulated. */
export function simulateToken(
  token: TokenClaims,
  table: Roles,
  simulation: Simulation,
): TokenClaims {
  const role = narrowed(table, token.access.role, simulation);
  const expiresAt = role === null ? null : earlier(token.access.expiresAt, simulation.endsAt);
  return { ...token, access: { ...token.access, role, expiresAt } };
}

/** The marker as it is simulated: it says the same as the token. */
export function simulateMarker(
  seen: SeenDocument,
  table: Roles,
  simulation: Simulation,
): SeenDocument {
  const { data } = seen;
  if (typeof data !== 'object' || data === null) return seen;
  const { role: real = null, expiresAt: end = null } = data as Fields;
  if (real !== null && typeof real !== 'string') return seen;
  const role = narrowed(table, real, simulation);
  const expiresAt = role === null ? null : earlier(end as Seconds | null, simulation.endsAt);
  return { ...seen, data: { ...data, role, expiresAt } };
}

/** The access settings as they are simulated. */
export function simulateSettings(seen: SeenDocument, { lockdown }: Simulation): SeenDocument {
  return lockdown
    ? { ...seen, data: { ...(seen.data as object | undefined), lockdown: true } }
    : seen;
}

/** What is simulated, in a sentence. */
export function describeSimulation(simulation: Simulation): string {
  const { role, staleToken, markerDelayMs, lockdown, endsAt } = simulation;
  const parts = [
    role !== null && `the role ${role}`,
    staleToken && 'a token that stays as it is',
    markerDelayMs === Number.POSITIVE_INFINITY && 'a marker that does not come',
    markerDelayMs > 0 && Number.isFinite(markerDelayMs) && `a marker ${markerDelayMs} ms late`,
    lockdown && 'a lockdown',
    endsAt !== null && `a role that ends at ${new Date(endsAt * 1000).toISOString()}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'Nothing is simulated.' : `Simulated: ${parts.join(', ')}.`;
}
