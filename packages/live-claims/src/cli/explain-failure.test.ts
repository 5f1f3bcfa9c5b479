import { describe, expect, it } from 'vitest';
import { JobError } from '../functions/jobs/job-queue.ts';
import { SyncContention } from '../functions/sync/sync-user.ts';
import { AdminError } from './admin-error.ts';
import { explainFailure } from './explain-failure.ts';

const failing = (message: string, code?: string | number) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });
const explain = (error: unknown) => explainFailure(error, 'the real project my-app');

describe('what the platform throws', () => {
  it.each([
    [
      'no credentials',
      failing(
        'Credential implementation provided to initializeApp() via the "credential" property failed to fetch a valid Google OAuth2 access token with the following error: "Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information.".',
        'app/invalid-credential',
      ),
      'no-credentials',
      'gcloud auth application-default login',
    ],
    [
      'a key file that is not there',
      failing(
        'The file at /tmp/key.json does not exist, or it is not a file. ENOENT: no such file',
      ),
      'no-credentials',
      'GOOGLE_APPLICATION_CREDENTIALS',
    ],
    [
      'a login that has run out',
      failing('invalid_grant: Token has been expired or revoked.', 400),
      'no-credentials',
      'login',
    ],
    [
      'an account without a quota project',
      failing(
        'Your application is authenticating by using local Application Default Credentials. The identitytoolkit.googleapis.com API requires a quota project, which is not set by default. PERMISSION_DENIED',
        'auth/internal-error',
      ),
      'no-credentials',
      'set-quota-project',
    ],
    [
      'a database that was never made',
      failing('5 NOT_FOUND: The database (default) does not exist for project my-app', 5),
      'not-set-up',
      'create the Firestore database',
    ],
    [
      'an API that is switched off',
      failing(
        '7 PERMISSION_DENIED: Cloud Firestore API has not been used in project my-app before or it is disabled.',
        7,
      ),
      'not-set-up',
      'console',
    ],
    [
      'Authentication that was never enabled',
      failing(
        'There is no configuration corresponding to the provided identifier.',
        'auth/configuration-not-found',
      ),
      'not-set-up',
      'enable Authentication',
    ],
    [
      'a missing role in IAM',
      failing('7 PERMISSION_DENIED: Missing or insufficient permissions.', 7),
      'not-allowed',
      'Firebase Authentication Admin',
    ],
    [
      'the same from Auth',
      failing('The caller does not have permission', 'auth/insufficient-permission'),
      'not-allowed',
      'roles',
    ],
    [
      'Auth’s quota',
      failing('Exceeded quota for updating account information.', 'auth/quota-exceeded'),
      'too-much',
      'minute',
    ],
    [
      'Firestore’s quota',
      failing('8 RESOURCE_EXHAUSTED: Quota exceeded.', 8),
      'too-much',
      'minute',
    ],
    [
      'no network',
      failing('14 UNAVAILABLE: No connection established.', 14),
      'unreachable',
      'show',
    ],
    [
      'no name service',
      failing('Error while making request: getaddrinfo ENOTFOUND x', 'app/network-error'),
      'unreachable',
      'show',
    ],
    ['an endless fight', new SyncContention('ada'), 'changed-meanwhile', 'Try again'],
  ])('%s is told with what to do', (_, error, code, next) => {
    expect(explain(error)).toMatchObject({ code, next: expect.stringContaining(next) });
  });

  it('is told in one sentence, without links and stacks', () => {
    const error = failing(
      '14 UNAVAILABLE: No connection. See https://x.\n    at somewhere.js:1:2',
      14,
    );
    expect(explain(error)?.message).toBe(
      'the real project my-app cannot be reached: 14 UNAVAILABLE: No connection.',
    );
  });
});

describe('what a job says', () => {
  it.each([
    ['no-such-job', 'no-such-job', 3],
    ['already-over', 'job-is-over', 4],
    ['bad-rate', 'usage', 2],
    ['no-queue', 'no-queue', 5],
  ] as const)('%s keeps its sentence and gets an exit code', (code, as, exitCode) => {
    expect(explain(new JobError(code, 'Its sentence.'))).toMatchObject({
      code: as,
      exitCode,
      message: 'Its sentence.',
    });
  });
});

it('what is explained already stays as it is', () => {
  const error = new AdminError('last-owner', 'x', { next: 'y' });
  expect(explain(error)).toBe(error);
});

it.each([new TypeError('x is not a function'), new RangeError('x'), failing('odd'), 'text', null])(
  'a defect of ours is not explained away: %s',
  (error) => {
    expect(explain(error)).toBeNull();
  },
);
