import type { Auth, UserRecord } from 'firebase-admin/auth';
import type { NewAccount } from './create-document.ts';

/** What Firebase Auth knows about an account that is there. */
export interface KnownAccount extends NewAccount {
  /** Disabled in Firebase Auth, by whoever. */
  readonly disabled: boolean;
  /** Whether anything but a token is known of the person: a way to sign in, an address or a number. */
  readonly isIdentified: boolean;
  /** When it was made, in milliseconds since the Unix epoch; whole seconds, rounded down. */
  readonly createdAt: number;
}

/** An id or an address, by which Firebase Auth finds an account. */
export type AccountKey = { readonly uid: string } | { readonly email: string };

/** The account; null when there is none, or none can have such an id or address. */
export async function readAccount(auth: Auth, key: AccountKey): Promise<KnownAccount | null> {
  try {
    const record = await ('uid' in key ? auth.getUser(key.uid) : auth.getUserByEmail(key.email));
    return knownAccount(record);
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code === 'string' && NO_ACCOUNT.has(code)) return null;
    throw error;
  }
}

const NO_ACCOUNT = new Set(['auth/user-not-found', 'auth/invalid-uid', 'auth/invalid-email']);

export function knownAccount(record: UserRecord): KnownAccount {
  const { uid, email, emailVerified, displayName, photoURL, phoneNumber, providerData } = record;
  return {
    uid,
    email: email ?? null,
    emailVerified,
    displayName: displayName ?? null,
    photoURL: photoURL ?? null,
    disabled: record.disabled,
    createdAt: Math.floor(Date.parse(record.metadata.creationTime) / 1000) * 1000,
    isIdentified: providerData.length > 0 || email !== undefined || phoneNumber !== undefined,
  };
}
