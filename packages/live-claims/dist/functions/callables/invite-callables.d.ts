import type { Host } from '../host.js';
/** The callables that write, withdraw and accept invites. */
export declare function inviteCallables(host: Host): {
    createInvite: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        inviteId: string;
    }>, unknown>;
    withdrawInvite: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        inviteId: string;
    }>, unknown>;
    acceptInvite: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        version: number;
        role: string | null;
        status: "applied" | "pending" | "rejected";
        problem: import("../../core/problems.js").Problem | null;
    } & {
        taken: boolean;
    }>, unknown>;
};
