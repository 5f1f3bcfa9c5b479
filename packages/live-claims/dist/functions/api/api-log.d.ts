export declare function requestFailed(method: string, path: string, error: unknown): void;
export declare function rateLimited(uid: string, path: string): void;
