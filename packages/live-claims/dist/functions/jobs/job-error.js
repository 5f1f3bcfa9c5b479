export class JobError extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'JobError';
        this.code = code;
    }
}
