import type { OpenProject } from './open-project.ts';
import type { Target } from './target.ts';
import type { Terminal } from './terminal.ts';

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
export function targetName({ kind, projectId }: Pick<Target, 'kind' | 'projectId'>): string {
  return kind === 'project' ? `the real project ${projectId}` : `${projectId} on the emulators`;
}

/** The target as `--json` says it. */
export function targetJson({ kind, projectId }: Target): Readonly<Record<string, unknown>> {
  return { project: projectId, emulators: kind === 'emulators' };
}
