import { AdminError } from './admin-error.js';
/**
 * What the platform threw, in words that say what to do; an `AdminError` as it is; null for what is
 * no failure of the platform, and so a defect of ours.
 *
 * @param project how to call the project in a sentence.
 */
export declare function explainFailure(error: unknown, project: string): AdminError | null;
