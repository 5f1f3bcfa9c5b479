import type { OpenProject } from './open-project.js';
import type { Target } from './target.js';
import type { Terminal } from './terminal.js';
/** What every command works with. */
export interface Session {
    readonly target: Target;
    readonly project: OpenProject;
    readonly terminal: Terminal;
    /** Aborted when the operator asks for the end. */
    readonly signal: AbortSignal;
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: () => number;
}
/** How to call the target in a sentence. */
export declare function targetName({ kind, projectId }: Pick<Target, 'kind' | 'projectId'>): string;
/** The target as `--json` says it. */
export declare function targetJson({ kind, projectId }: Target): Readonly<Record<string, unknown>>;
