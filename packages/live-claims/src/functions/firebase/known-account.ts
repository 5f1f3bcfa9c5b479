import type { Auth, UserRecord } from 'firebase-admin/auth';
import { FieldValue } from 'firebase-admin/firestore';
import { errorCode } from '../../core/error-code.ts';
import { type Milliseconds, type Provisioning, storableProfile } from '../../core/index.ts';

/** An account as its provider describes it. */
export interface NewAccount {
  readonly uid: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/** What Firebase Auth knows about an account that is there. */
export interface KnownAccount extends NewAccount {
  /** Disabled in Firebase Auth. */
  readonly disabled: boolean;
  /** Whether anything but a token is known of the person: a way to sign in, an address or a number. */
  readonly isIdentified: boolean;
  /** When it was made, in milliseconds since the Unix epoch; whole seconds, rounded down. */
  readonly createdAt: Milliseconds;
}

/** An id or an address, by which Firebase Auth finds an account. */
export type AccountKey = { readonly uid: string } | { readonly email: string };

/** The account; null when there is none, or none can have such an id or address. */
export async function readAccount(auth: Auth, key: AccountKey): Promise<KnownAccount | null> {
  try {
    const record = await ('uid' in key ? auth.getUser(key.uid) : auth.getUserByEmail(key.email));
    return knownAccount(record);
  } catch (error) {
    const code = errorCode(error);
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

/** What the identity provider says of a person, where the app keeps that in this collection. */
export function profileOf(
  { provisioning = 'role-only' }: { readonly provisioning?: Provisioning },
  { email, displayName, photoURL }: Pick<NewAccount, 'email' | 'displayName' | 'photoURL'>,
) {
  if (provisioning === 'role-only') return {};
  const createdAt = FieldValue.serverTimestamp();
  return { email, ...storableProfile({ displayName, photoURL }), createdAt };
}
