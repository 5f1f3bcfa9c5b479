/** An emulator suite on this machine. */
export interface RunningStack {
    readonly projectId: string;
    /** Address of its hub, as `127.0.0.1:4400`. */
    readonly hub: string;
}
/**
 * The emulator suites that run on this machine, by the notes that firebase-tools leaves in the folder for
 * temporary files (`hub-<project>.json`). Notes whose hub does not answer are passed over. Never throws.
 */
export declare function runningStacks(folder?: string): Promise<readonly RunningStack[]>;
