import { type App, applicationDefault, deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import type { LiveClaimsConfig } from '../core/index.ts';
import { Store } from '../functions/firebase/store.ts';
import { type Project, syncEngine } from '../functions/project.ts';
import type { ExitCode } from './admin-error.ts';
import type { Target } from './target.ts';
import type { Paint, Terminal } from './terminal.ts';

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
export async function openProject(
  target: Target,
  config: LiveClaimsConfig,
  serviceAccount: string | null = null,
): Promise<OpenProject> {
  const app = initializeApp(
    target.kind === 'project'
      ? {
          projectId: target.projectId,
          credential: await credentials(),
          ...(serviceAccount !== null && { serviceAccountId: serviceAccount }),
        }
      : { projectId: toEmulators(target) },
    // Several may be open in one process: tests run commands side by side.
    crypto.randomUUID(),
  );
  const auth = getAuth(app);
  const db = getFirestore(app, config.database);
  const { roles, limits, provisioning, onAccountDeleted } = config;
  const store = new Store(db, config);
  const engine = syncEngine(auth, store, roles, config);
  return {
    config,
    app,
    auth,
    db,
    store,
    engine,
    limits,
    provisioning,
    onAccountDeleted,
    close: () => deleteApp(app),
  };
}

/** Asks for a token first: without one, every later call would fail in words of its own. */
async function credentials() {
  // A Google Cloud machine knows itself by its BIOS; a search of the network takes seconds elsewhere.
  process.env.METADATA_SERVER_DETECTION ??= 'bios-only';
  const credential = applicationDefault();
  await credential.getAccessToken();
  return credential;
}

function toEmulators({ projectId, addresses }: Extract<Target, { kind: 'emulators' }>): string {
  Object.assign(process.env, {
    FIREBASE_AUTH_EMULATOR_HOST: addresses.auth,
    FIRESTORE_EMULATOR_HOST: addresses.firestore,
    ...(addresses.tasks !== null && { CLOUD_TASKS_EMULATOR_HOST: addresses.tasks }),
    // No search for a Google Cloud machine's own account, which takes seconds.
    METADATA_SERVER_DETECTION: 'none',
  });
  return projectId;
}

/** What a command came to: the same for a person, for a program and for the shell. */
export interface Answer {
  readonly exitCode: ExitCode;
  /** For `--json`: plain values only. */
  readonly json: Readonly<Record<string, unknown>>;
  /** For a person, line by line. */
  readonly text: (paint: Paint) => readonly string[];
}
