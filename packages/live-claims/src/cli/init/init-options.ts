import type { RoleChoice } from './choices.ts';
import type { CodebaseChoice } from './choose-codebase.ts';
import type { Framework } from './inspect-app.ts';

/** What `live-claims init` is told on the command line; what is absent it finds out or asks. */
export interface InitOptions {
  readonly collection?: string | undefined;
  readonly field?: string | undefined;
  /** Lowest first; empty for none. */
  readonly roles: readonly RoleChoice[];
  readonly grantPermission?: string | undefined;
  /** Null for no role. */
  readonly initialRole?: string | null | undefined;
  /** Whether browsers record which change they have taken. */
  readonly receipts?: boolean | undefined;
  readonly region?: string | undefined;
  readonly database?: string | undefined;
  readonly codebase?: CodebaseChoice | undefined;
  /** Folder of the web app. */
  readonly web?: string | undefined;
  readonly framework?: Framework | undefined;
  /** What the app's package.json files get as the version of live-claims. */
  readonly package?: string | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly install: boolean;
  readonly json: boolean;
}
