/** Addresses of running emulators, as `127.0.0.1:9099`. */
export interface EmulatorAddresses {
    readonly auth: string;
    readonly firestore: string;
    /** null where there is none: jobs need it, nothing else does. */
    readonly tasks: string | null;
}
/** What a command works on. */
export type Target = {
    readonly kind: 'emulators';
    readonly projectId: string;
    readonly addresses: EmulatorAddresses;
    /** Address of the hub that named them; absent where the environment did. */
    readonly hub?: string;
} | {
    readonly kind: 'project';
    readonly projectId: string;
};
/** Where to look for the target. */
export type TargetChoice = Target | {
    /** The emulators that the hub knows of. */
    readonly kind: 'local-stack';
    readonly projectId: string;
    /** The hub's address when the environment names one. */
    readonly hub: string | null;
};
/**
 * Decides what a command works on. A real project only ever by its name, and never while a variable
 * points the Admin SDK at an emulator: half of the work would go there.
 *
 * @param project what `--project` says; null for nothing.
 * @param localProjectId the project of `npm start`.
 * @throws {AdminError} `usage`, `mixed-target`.
 */
export declare function chooseTarget(project: string | null, env: NodeJS.ProcessEnv, localProjectId: string): TargetChoice;
