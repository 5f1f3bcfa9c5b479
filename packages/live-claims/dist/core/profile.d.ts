/** Name and picture as a person brings them along, or as they may be stored. */
export interface ProfileTexts {
    readonly displayName: string | null;
    readonly photoURL: string | null;
}
/**
 * What of a profile may be stored, by the limits that the security rules set for edits: a name loses
 * what nobody sees in it and what turns the direction of the text around it, and is cut where it is
 * too long; a picture's address that is no short `https:` one is dropped.
 */
export declare function storableProfile({ displayName, photoURL }: ProfileTexts): ProfileTexts;
