import type { Project } from '../sweep/project.ts';
import type { JobQueue } from './job-queue.ts';

/** A project with a queue for its jobs. */
export interface JobsProject extends Project {
  readonly queue: JobQueue;
}
