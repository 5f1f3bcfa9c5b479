import type { GlobalOptions } from 'firebase-functions/options';
import type { LiveClaimsConfig } from '../core/index.js';
import { type GuardCall } from './guards/callable.js';
import { type Guard } from './guards/guard.js';
import type { JobsProject } from './project.js';
/** Where the functions run and with what: the factory hands it to each of them. */
export interface Host {
    readonly config: LiveClaimsConfig;
    /** Options of every function: spread into its own, since global ones would hold for the host's functions too. */
    readonly options: GlobalOptions;
    /** Accounts that all jobs together may change a second. */
    readonly accountsPerSecond: () => number;
    /** Opened at the first event or call: a deployment only looks at what is exported. */
    readonly project: () => JobsProject;
    readonly guard: Guard;
    readonly guardCall: GuardCall;
}
/** A host whose project is opened by `open` when it is needed. */
export declare function createHost(config: LiveClaimsConfig, options: GlobalOptions, accountsPerSecond: () => number, open: () => JobsProject): Host;
