/**
 * Whether an account can have this id, and a document its name: no slash, which would lead into another
 * document (`users/x/` is `users/x`), not `.` or `..`, not `__…__`, well-formed, at most 128 characters.
 */
export declare function isUid(value: unknown): value is string;
