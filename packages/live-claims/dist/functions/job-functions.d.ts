import { type JobStatus } from '../core/index.js';
import type { Host } from './host.js';
/** Work on many accounts: the queue's function, what starts jobs, and what the schedule does. */
export declare function jobFunctions(host: Host): {
    runJob: import("firebase-functions/tasks").TaskQueueFunction<unknown>;
    reconcileClaims: import("firebase-functions/scheduler").ScheduleFunction;
    expireGrants: import("firebase-functions/scheduler").ScheduleFunction;
    bulkSetRoles: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        jobId: string;
        total: number;
    }>, unknown>;
    stopJob: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        status: JobStatus;
    }>, unknown>;
};
