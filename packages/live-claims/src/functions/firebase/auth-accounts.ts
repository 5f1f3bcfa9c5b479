import type { Auth, UserRecord } from 'firebase-admin/auth';
import { errorCode } from '../../core/error-code.ts';
import type { CustomClaims, Problem } from '../../core/index.ts';
import type { Account, Accounts, AccountWrite } from '../sync/ports.ts';

/** No account has this id, or none can: document ids may be longer than account ids. */
const NO_ACCOUNT = ['auth/user-not-found', 'auth/invalid-uid'];

/** Firebase Auth as the sync's `Accounts`. */
export function authAccounts(auth: Auth): Accounts {
  return {
    async read(uid) {
      try {
        return accountOf(await auth.getUser(uid));
      } catch (error) {
        if (NO_ACCOUNT.includes(codeOf(error))) return null;
        throw error;
      }
    },
    setClaims: (uid, claims) =>
      outcomeOf(auth.setCustomUserClaims(uid, claims), (code) => REFUSALS[code]?.(claims)),
    setDisabled: (uid, disabled) => outcomeOf(auth.updateUser(uid, { disabled })),
    endSessions: (uid) => outcomeOf(auth.revokeRefreshTokens(uid)),
  };
}

/** An account as the sync sees it. */
export function accountOf(user: UserRecord): Account {
  const { customClaims, disabled, tokensValidAfterTime, email, emailVerified } = user;
  const since = Date.parse(tokensValidAfterTime ?? '') / 1000;
  return {
    claims: customClaims ?? {},
    disabled,
    sessionsValidSince: since || 0,
    email: email ?? null,
    emailVerified: email !== undefined && emailVerified,
  };
}

/** An error that repeating cannot mend becomes an outcome; any other is thrown on. */
async function outcomeOf(
  write: Promise<unknown>,
  refusal: (code: string) => Problem | undefined = () => undefined,
): Promise<AccountWrite> {
  try {
    await write;
    return { outcome: 'written' };
  } catch (error) {
    const code = codeOf(error);
    if (NO_ACCOUNT.includes(code)) return { outcome: 'no-such-account' };
    const problem = refusal(code);
    if (problem === undefined) throw error;
    return { outcome: 'refused', problem };
  }
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
  const code = errorCode(error);
  return typeof code === 'string' ? code : '';
}
