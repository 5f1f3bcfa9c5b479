import { pageEnvironment } from './environment.ts';
import { firebasePort } from './firebase-port.ts';
import { startLiveClaims } from './live-claims.ts';
import type { LiveClaims, LiveClaimsOptions } from './types.ts';

/**
 * Starts a client that keeps the signed-in person's claims live: it hears of every change through
 * the marker `userClaims/{uid}` and of the switches in `settings/access`, refreshes the ID token until
 * that carries the change, and signs out whoever was revoked. One per app, for as long as the page lives; `close()` ends it.
 *
 * Nothing happens on attach when the token is current. Never throws, and never rejects in the
 * background: what goes wrong is in the snapshot's `error`.
 */
export function createLiveClaims<Role extends string, Permission extends string>({
  auth,
  firestore,
  roles,
  requestSync,
  fallback,
  ...given
}: LiveClaimsOptions<Role, Permission>): LiveClaims<Role, Permission> {
  const environment = { ...pageEnvironment(), ...given };
  // The snapshot holds only roles and permissions out of this table.
  return startLiveClaims(firebasePort(auth, firestore), environment, {
    roles,
    requestSync,
    fallback,
  }) as LiveClaims<Role, Permission>;
}
