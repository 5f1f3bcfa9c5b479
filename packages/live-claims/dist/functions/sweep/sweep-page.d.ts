import { type DriftCode, type SetAside } from '../../core/index.js';
import type { Project } from '../project.js';
import type { Cursor } from './cursor.js';
import { type Fault } from './failure.js';
import type { Pace } from './pace.js';
export interface SweepOptions {
    /** Only tells what it would do. */
    readonly dryRun: boolean;
    /** Why, for the audit log. */
    readonly reason: string;
    /** Called ahead of every change. */
    readonly pace: Pace;
    /** Begins on nobody else once it is aborted. */
    readonly signal?: AbortSignal | undefined;
}
/** Somebody who has drifted, and what came of it. */
export interface Finding {
    readonly uid: string;
    readonly codes: readonly DriftCode[];
    readonly changed: boolean;
    /** Why somebody has to see to it; null when there is no need. */
    readonly setAside: SetAside | null;
    /** The error that was in the way; null when there was none. */
    readonly fault: Fault | null;
}
/** What a page of a sweep came to. */
export interface SweptPage {
    /** Where to go on; null when everybody has been looked at. */
    readonly next: Cursor | null;
    /** How many people were looked at. */
    readonly seen: number;
    readonly findings: readonly Finding[];
}
/**
 * Looks at the people at the cursor and heals what has drifted. Somebody who cannot be helped stops
 * nobody else.
 *
 * @throws only what reading the page throws.
 */
export declare function sweepPage(project: Project, cursor: Cursor, options: SweepOptions): Promise<SweptPage>;
