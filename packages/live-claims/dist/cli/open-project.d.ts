import { type App } from 'firebase-admin/app';
import type { LiveClaimsConfig } from '../core/index.js';
import type { Project } from '../functions/project.js';
import type { Target } from './target.js';
/** A project with full rights on it. */
export interface OpenProject extends Project {
    readonly config: LiveClaimsConfig;
    readonly app: App;
    readonly close: () => Promise<void>;
}
/**
 * Opens the target. For emulators it sets the variables by which the Admin SDK finds them, in this
 * process; a real project is opened with the application default credentials.
 *
 * @param serviceAccount e-mail address of the account that the Cloud Tasks queue calls functions as.
 * @throws what google-auth-library says when there are no credentials; `explainFailure` has the words.
 */
export declare function openProject(target: Target, config: LiveClaimsConfig, serviceAccount?: string | null): Promise<OpenProject>;
