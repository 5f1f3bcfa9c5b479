/**
 * Document id of the invite to an address: one address, one document, so that of two invites at the
 * same moment the later one replaces the other instead of standing beside it. Addresses may have
 * characters that ids may not, hence the hash.
 *
 * @param email in lower case.
 */
export declare function inviteId(email: string): string;
