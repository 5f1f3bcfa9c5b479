import { errorCode } from '../core/error-code.ts';
import { JobError, type JobErrorCode } from '../functions/jobs/job-queue.ts';
import { SyncContention } from '../functions/sync/sync-user.ts';
import { AdminError, type AdminErrorCode } from './admin-error.ts';

/** What the platform says, by the words or code that tell the case, and what it means. */
interface Case {
  readonly tells: (failure: Failure) => boolean;
  readonly code: AdminErrorCode;
  readonly message: (project: string, failure: Failure) => string;
  readonly next: (project: string) => string;
}

interface Failure {
  /** Firebase Auth's `auth/…`, the Admin SDK's `app/…`, Node's `E…`, or the number of a gRPC status. */
  readonly code: string | number | null;
  readonly text: string;
}

const LOGIN =
  'Sign in: `gcloud auth application-default login`. Or name the key of a service account in GOOGLE_APPLICATION_CREDENTIALS.';

const has = (words: RegExp) => (failure: Failure) => words.test(failure.text);
const is =
  (...codes: readonly (string | number)[]) =>
  ({ code }: Failure) =>
    code !== null && codes.includes(code);
const any =
  (...tests: readonly Case['tells'][]) =>
  (failure: Failure) =>
    tests.some((tells) => tells(failure));

/** The first that fits counts. Numbers are those of google.rpc.Code. */
const CASES: readonly Case[] = [
  {
    tells: has(/Could not load the default credentials|Unable to detect a Project Id/i),
    code: 'no-credentials',
    message: (project) => `There are no credentials for ${project} on this machine.`,
    next: () => LOGIN,
  },
  {
    tells: has(
      /does not exist, or it is not a file|GOOGLE_APPLICATION_CREDENTIALS|lacks? .*(client_email|private_key)|does not contain a/i,
    ),
    code: 'no-credentials',
    message: (_, { text }) => `The credentials cannot be read: ${firstSentence(text)}`,
    next: () => LOGIN,
  },
  {
    tells: any(has(/invalid_grant|invalid_rapt|reauth/i), is(16, 'app/invalid-credential')),
    code: 'no-credentials',
    message: () => 'The credentials on this machine are not accepted, or no longer.',
    next: () => LOGIN,
  },
  {
    tells: has(/quota project|end user credentials|x-goog-user-project/i),
    code: 'no-credentials',
    message: () =>
      'Firebase Auth wants to know which project your own account’s requests count for.',
    next: (project) =>
      `\`gcloud auth application-default set-quota-project ${project}\`, then try again.`,
  },
  {
    tells: any(
      has(/has not been used in project|SERVICE_DISABLED|it is disabled/i),
      has(/database .*does not exist/i),
      is('auth/configuration-not-found', 'auth/project-not-found'),
    ),
    code: 'not-set-up',
    message: (project, { text }) => `${project} is not set up for this: ${firstSentence(text)}`,
    next: () =>
      'In the Firebase console, create the Firestore database and enable Authentication. Is the project id right?',
  },
  {
    tells: any(is(7, 'auth/insufficient-permission'), has(/PERMISSION_DENIED|\b403\b/)),
    code: 'not-allowed',
    message: (project) => `These credentials may not do that in ${project}.`,
    next: () =>
      'They need the roles "Firebase Authentication Admin" and "Cloud Datastore User" (for jobs also "Cloud Tasks Enqueuer"). Is the project id right?',
  },
  {
    tells: any(is(8, 'auth/quota-exceeded', 'auth/too-many-requests'), has(/RESOURCE_EXHAUSTED/)),
    code: 'too-much',
    message: (project) => `${project} takes no more requests at the moment.`,
    next: () => 'Wait a minute and run the same command again; it continues where this one ended.',
  },
  {
    tells: any(
      is(4, 14, 'app/network-error', 'app/network-timeout', 'ECONNREFUSED', 'ENOTFOUND'),
      is('EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT', 'auth/internal-error'),
      has(/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|socket hang up|fetch failed/),
    ),
    code: 'unreachable',
    message: (project, { text }) => `${project} cannot be reached: ${firstSentence(text)}`,
    next: () =>
      'Does it run, and is the network up? The command is safe to repeat; `show` shows how far it got.',
  },
  {
    tells: any(is(10), has(/^The document of .* was changed \d+ times/)),
    code: 'changed-meanwhile',
    message: () => 'Another writer keeps changing the same user at this moment.',
    next: () => 'Try again.',
  },
];

/**
 * What the platform threw, in words that say what to do; an `AdminError` as it is; null for what is
 * no failure of the platform, and so a defect of ours.
 *
 * @param project how to call the project in a sentence.
 */
export function explainFailure(error: unknown, project: string): AdminError | null {
  if (error instanceof AdminError) return error;
  if (error instanceof JobError) return jobFailure(error);
  if (!(error instanceof Error)) return null;
  const failure = failureIn(error);
  // A wrong type of argument is no network error.
  if (failure.code === null && !(error instanceof SyncContention) && isOurs(error)) return null;
  const found = CASES.find(({ tells }) => tells(failure));
  if (found === undefined) return null;
  return new AdminError(found.code, found.message(project, failure), {
    next: found.next(project),
    cause: error,
  });
}

const JOB_FAILURES: Readonly<Record<JobErrorCode, readonly [AdminErrorCode, string]>> = {
  'no-such-job': ['no-such-job', '`reconcile` starts a job and prints its id.'],
  'already-over': ['job-is-over', '`reconcile` starts a new one.'],
  'still-running': ['still-running', '`jobs <id>` shows how far it is.'],
  'too-many-jobs': ['usage', 'Wait until one is done, or stop one.'],
  'bad-rate': ['usage', 'See `npx live-claims reconcile --help`.'],
  'no-queue': [
    'no-queue',
    'Are the functions deployed? Signed in as a person, name the service account that may call runJob: --service-account <e-mail>. `reconcile --resume <job>` continues; `reconcile --now` needs no queue.',
  ],
};

function jobFailure(error: JobError): AdminError {
  const [code, next] = JOB_FAILURES[error.code];
  return new AdminError(code, error.message, { next, cause: error });
}

function failureIn(error: Error): Failure {
  const code = errorCode(error);
  const cause = error.cause instanceof Error ? ` ${error.cause.message}` : '';
  return {
    code: typeof code === 'string' || typeof code === 'number' ? code : null,
    text: `${error.message}${cause}`,
  };
}

const isOurs = (error: Error) => error instanceof TypeError || error instanceof RangeError;

/** Google's errors go on with links, stacks and raw answers. */
function firstSentence(text: string): string {
  const [line = ''] = text.split('\n');
  const sentence = /^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
  return sentence.length > 200 ? `${sentence.slice(0, 199)}…` : sentence;
}
