import type { CustomClaims } from '../../core/index.js';
import { type NewAccount, type Place } from './create-document.js';
/** What the new account starts with. */
export interface Provisioned {
    /** The claims of its first token. */
    readonly claims: CustomClaims;
    readonly disabled: boolean;
    readonly role: string | null;
    /** Id of the invite that the role came from; null for none. */
    readonly invite: string | null;
}
/**
 * Gives an account its document, its marker and the claims of its very first token, before it
 * exists. The role is that of an open invite to its verified e-mail address, if its inviter could
 * give that role at this moment, else the table's initial one. A document that an admin prepared
 * under this id is kept, and decides.
 *
 * The account may never come to be, and the document may be edited before it does: `accountCreated`
 * takes the invite and syncs, once it is there. Safe to repeat with the same id.
 *
 * @throws when Firestore cannot be reached; the sign-up has to be refused then.
 */
export declare function provisionAccount(place: Place, account: NewAccount): Promise<Provisioned>;
