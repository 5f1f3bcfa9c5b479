const MESSAGES = {
    'too-slow': 'Reading the person’s document took too long. Try again.',
    closed: 'The permission cache is closed. Make a new one.',
};
export class PermissionCacheError extends Error {
    code;
    constructor(code) {
        super(MESSAGES[code]);
        this.name = 'PermissionCacheError';
        this.code = code;
    }
}
