import type { CustomClaims, Problem } from '@live-claims/contract';
import type { Auth } from 'firebase-admin/auth';
import type { AccountChange, Accounts, AccountWrite } from '../sync/ports.ts';

/** Firebase Auth as the sync's `Accounts`. */
export function authAccounts(auth: Auth): Accounts {
  return {
    async read(uid) {
      try {
        const { customClaims, disabled } = await auth.getUser(uid);
        return { claims: customClaims ?? {}, disabled };
      } catch (error) {
        if (codeOf(error) === 'auth/user-not-found') return null;
        throw error;
      }
    },

    async write(uid, change) {
      try {
        await Promise.all(requests(auth, uid, change));
        return { outcome: 'written' };
      } catch (error) {
        return asOutcome(error, change);
      }
    },
  };
}

function requests(
  auth: Auth,
  uid: string,
  { claims, disabled }: AccountChange,
): Promise<unknown>[] {
  const sent: Promise<unknown>[] = [];
  if (claims !== undefined) sent.push(auth.setCustomUserClaims(uid, claims));
  if (disabled !== undefined) sent.push(auth.updateUser(uid, { disabled }));
  return sent;
}

/** An error that repeating cannot mend, as an outcome; any other is thrown on. */
function asOutcome(error: unknown, { claims = {} }: AccountChange): AccountWrite {
  const code = codeOf(error);
  if (code === 'auth/user-not-found') return { outcome: 'no-such-account' };
  const refused = REFUSALS[code];
  if (refused === undefined) throw error;
  return { outcome: 'refused', problem: refused(claims) };
}

const REFUSALS: Readonly<Record<string, (claims: CustomClaims) => Problem>> = {
  'auth/claims-too-large': (claims) => ({
    code: 'claims-too-large',
    message: `Firebase Auth refused custom claims of ${Buffer.byteLength(JSON.stringify(claims))} bytes as too large. Remove other claims and save the role again.`,
  }),
  'auth/forbidden-claim': (claims) => ({
    code: 'reserved-claim',
    message: `Firebase Auth reserves one of the account's claims (${Object.keys(claims).join(', ')}). Remove it and save the role again.`,
  }),
};

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
