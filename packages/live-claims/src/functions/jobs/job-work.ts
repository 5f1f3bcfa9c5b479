import type { Finding, ReconciledPage } from '../reconcile/reconcile.ts';

/** A page of a job's work. */
export interface JobPage {
  /** The cursor to go on at, as the job stores it; null when that was the last. */
  readonly next: string | null;
  readonly seen: ReconciledPage['seen'];
  readonly findings: readonly Finding[];
  /** Why the job cannot go on, in a sentence; null when it can. */
  readonly fatal: string | null;
}

/** Works on the page at the cursor; null for the first one. */
export type JobWork = (cursor: string | null) => Promise<JobPage>;
