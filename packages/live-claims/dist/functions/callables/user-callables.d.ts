import type { Host } from '../host.js';
/** The callables that change one person's access. */
export declare function userCallables(host: Host): {
    setUserRole: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        version: number;
        role: string | null;
        status: "applied" | "pending" | "rejected";
        problem: import("../../core/problems.js").Problem | null;
    }>, unknown>;
    setUserDisabled: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        version: number;
        role: string | null;
        status: "applied" | "pending" | "rejected";
        problem: import("../../core/problems.js").Problem | null;
    }>, unknown>;
    endSessions: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        version: number;
        role: string | null;
        status: "applied" | "pending" | "rejected";
        problem: import("../../core/problems.js").Problem | null;
    }>, unknown>;
    deleteUser: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        version: number;
        role: string | null;
        status: "applied" | "pending" | "rejected";
        problem: import("../../core/problems.js").Problem | null;
    }>, unknown>;
    findAccount: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        uid: string;
        email: string | null;
        emailVerified: boolean;
        displayName: string | null;
        disabled: boolean;
        hasDocument: boolean;
    } | null>, unknown>;
};
