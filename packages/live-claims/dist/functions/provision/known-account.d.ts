import type { Auth, UserRecord } from 'firebase-admin/auth';
import type { NewAccount } from './create-document.js';
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
export type AccountKey = {
    readonly uid: string;
} | {
    readonly email: string;
};
/** The account; null when there is none, or none can have such an id or address. */
export declare function readAccount(auth: Auth, key: AccountKey): Promise<KnownAccount | null>;
export declare function knownAccount(record: UserRecord): KnownAccount;
