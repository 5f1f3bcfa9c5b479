import { type DriftCode, topRole } from '../../core/index.ts';
import { hasOtherOwner } from '../../functions/edit/commit-edit.ts';
import { describeDrift } from '../../functions/reconcile/drift.ts';
import { reconcile } from '../../functions/reconcile/reconcile.ts';
import { type AskGoogle, askGoogle, describeDatabase } from '../ask-google.ts';
import { showProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { targetName } from '../target.ts';
import {
  type Checked,
  type Finding,
  type FindingCode,
  joined,
  type NotLookedAt,
} from './finding.ts';

/** People that are looked at: each costs two reads. `reconcile --dry-run` looks at all. */
const PEOPLE = 1000;

/** People that a finding names. */
const NAMED = 5;

type Json = Readonly<Record<string, unknown>>;

/**
 * Looks at the accounts and documents of a project, and at the settings of a real one. Changes nothing.
 *
 * @param needsIdentityPlatform whether the app has a function before a sign-up.
 * @throws what reading throws, when Firebase cannot be reached.
 */
export async function checkProject(
  session: Session,
  needsIdentityPlatform: boolean,
  ask: AskGoogle = askGoogle(session),
): Promise<Checked> {
  const parts = [await checkPeople(session), await checkTopRole(session)];
  if (session.target.kind === 'emulators') {
    const what = 'permissions, Identity Platform and the settings of the database';
    parts.push(unseen({ what, because: 'the emulators have none' }));
  } else {
    parts.push(await checkSettings(session, needsIdentityPlatform, ask));
  }
  return joined(parts);
}

/** What Google's APIs say of a real project's settings. Never throws: what they do not say was not looked at. */
export async function checkSettings(
  session: Pick<Session, 'target' | 'project'>,
  needsIdentityPlatform: boolean,
  ask: AskGoogle,
): Promise<Checked> {
  return joined(
    await Promise.all([
      checkIdentityPlatform(session, needsIdentityPlatform, ask),
      checkPermissions(session, ask),
      checkDatabaseMode(session, ask),
    ]),
  );
}

const finding = (code: FindingCode, message: string, next: string): Finding => ({
  ...{ code, message, next },
  ...{ file: null, line: null, column: null },
});
const found = (...findings: readonly Finding[]): Checked => ({
  findings,
  notLookedAt: [],
  inOrder: [],
});
const fine = (...inOrder: readonly string[]): Checked => ({
  findings: [],
  notLookedAt: [],
  inOrder,
});
const unseen = (...notLookedAt: readonly NotLookedAt[]): Checked => ({
  findings: [],
  notLookedAt,
  inOrder: [],
});

async function checkPeople({ project, terminal, signal, target }: Session): Promise<Checked> {
  const enough = new AbortController();
  const people = new Map<DriftCode, string[]>();
  const report = await showProgress(
    terminal,
    'Looking at the users',
    (show) =>
      reconcile(project, {
        dryRun: true,
        signal: AbortSignal.any([signal, enough.signal]),
        onProgress: (counts) => {
          show(counts);
          if (counts.seen >= PEOPLE) enough.abort();
        },
        onDrift: (uid, codes) => {
          for (const code of codes) people.set(code, [...(people.get(code) ?? []), uid]);
        },
      }),
    () => false,
  );
  const there = target.kind === 'project' ? ` --project ${target.projectId}` : '';
  const of = (...codes: readonly DriftCode[]) => codes.flatMap((code) => people.get(code) ?? []);
  const unlisted = of('not-listed');
  const unreadable = of('unreadable', 'claims-refused');
  // A document that waits for its account is as it should be.
  const apart: readonly DriftCode[] = ['not-listed', 'unreadable', 'claims-refused', 'no-account'];
  const drifted = [...people].filter(([code]) => !apart.includes(code));
  const findings = [
    ...(unreadable.length === 0
      ? []
      : [
          finding(
            'unreadable-documents',
            `${counted(unreadable.length, 'user has', 'users have')} a document that cannot be read or applied, and so no role: ${named(unreadable)}.`,
            `\`npx live-claims show <id>${there}\` says what to correct.`,
          ),
        ]),
    ...(unlisted.length === 0
      ? []
      : [
          finding(
            'accounts-without-document',
            `${counted(unlisted.length, 'account has', 'accounts have')} no document after an hour, so that no list shows ${unlisted.length === 1 ? 'it' : 'them'}: ${named(unlisted)}.`,
            `\`npx live-claims reconcile --now${there}\` creates them, without a role.`,
          ),
        ]),
    ...drifted.map(([code, uids]) =>
      finding(
        'drift',
        `${describeDrift(code)} ${counted(uids.length, 'user', 'users')} (${code}): ${named(uids)}.`,
        `\`npx live-claims reconcile --now${there}\` repairs it.`,
      ),
    ),
  ];
  const rest = report.finished
    ? []
    : [
        {
          what: `users after the first ${report.seen}`,
          because: `it would cost more reads; \`reconcile --dry-run${there}\` looks at all`,
        },
      ];
  return {
    findings,
    notLookedAt: rest,
    inOrder:
      findings.length === 0
        ? [`${targetName(target)}: ${report.seen} users, each as their document says`]
        : [],
  };
}

const counted = (count: number, one: string, more: string) =>
  `${count} ${count === 1 ? one : more}`;

function named(uids: readonly string[]): string {
  const more = uids.length - NAMED;
  return `${uids.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

async function checkTopRole({ project: { store, engine }, target }: Session): Promise<Checked> {
  const top = topRole(engine.roles);
  if (await hasOtherOwner(store, engine.roles, store.db, '')) {
    return fine(`${targetName(target)}: a user has the role ${top} for good`);
  }
  return found(
    finding(
      'no-top-role',
      `No user has the role ${top} for good, so none can grant it.`,
      `\`npx live-claims grant you@example.com ${top}${target.kind === 'project' ? ` --project ${target.projectId}` : ''}\``,
    ),
  );
}

/** Source: `projects.getConfig` of the Identity Toolkit API, admin v2: `subtype`. */
async function checkIdentityPlatform(
  { target }: Pick<Session, 'target'>,
  needed: boolean,
  ask: AskGoogle,
): Promise<Checked> {
  if (!needed) return fine('Identity Platform: not needed, no function runs before a sign-up');
  const answer = await ask(
    `https://identitytoolkit.googleapis.com/admin/v2/projects/${target.projectId}/config`,
  );
  if (!answer.ok) return unseen({ what: 'Identity Platform', because: answer.why });
  if (answer.json.subtype === 'IDENTITY_PLATFORM') return fine('Identity Platform: it is on');
  return found(
    finding(
      'no-identity-platform',
      'The project has no Identity Platform, and provisionUser needs it: it never runs, and the first token of a new account has no role.',
      'Upgrade in the Firebase console: Authentication, Settings. Or do not export provisionUser; `onAccountCreated` needs no upgrade.',
    ),
  );
}

/** What the functions do, and a role that lets them. Source: the IAM reference of each product. */
const NEEDED = [
  [
    'change accounts',
    [
      'roles/firebaseauth.admin',
      'roles/identitytoolkit.admin',
      'roles/firebase.admin',
      'roles/firebase.sdkAdminServiceAgent',
      'roles/firebase.developAdmin',
    ],
  ],
  [
    'read and write Firestore',
    [
      'roles/datastore.user',
      'roles/datastore.owner',
      'roles/firebase.admin',
      'roles/firebase.sdkAdminServiceAgent',
      'roles/firebase.developAdmin',
    ],
  ],
  ['start jobs', ['roles/cloudtasks.enqueuer', 'roles/cloudtasks.admin']],
] as const;
const EVERYTHING = ['roles/owner', 'roles/editor'];

/** Whether the account that 2nd-generation functions run as unless told otherwise may do what live-claims does. */
async function checkPermissions(
  { target }: Pick<Session, 'target'>,
  ask: AskGoogle,
): Promise<Checked> {
  const url = `https://cloudresourcemanager.googleapis.com/v1/projects/${target.projectId}`;
  const what = 'the permissions of the functions';
  const described = await ask(url);
  if (!described.ok) return unseen({ what, because: described.why });
  const policy = await ask(`${url}:getIamPolicy`, {});
  if (!policy.ok) return unseen({ what, because: policy.why });
  const account = `${described.json.projectNumber}-compute@developer.gserviceaccount.com`;
  const { bindings } = policy.json;
  const held = (Array.isArray(bindings) ? bindings : []).flatMap((binding: Json) =>
    Array.isArray(binding.members) && binding.members.includes(`serviceAccount:${account}`)
      ? [String(binding.role)]
      : [],
  );
  const lacks = NEEDED.filter(
    ([, roles]) => ![...EVERYTHING, ...roles].some((role) => held.includes(role)),
  );
  if (lacks.length === 0) return fine(`permissions: ${account} may do what the functions do`);
  return found(
    finding(
      'no-permission',
      `Functions run as ${account} unless you chose another account, and it has no role to ${lacks.map(([does]) => does).join(', ')}.`,
      `Give it ${lacks.map(([, [role]]) => role).join(', ')} in the Google Cloud console under IAM. Custom roles and those of folders are not looked at.`,
    ),
  );
}

async function checkDatabaseMode(
  session: Pick<Session, 'target' | 'project'>,
  ask: AskGoogle,
): Promise<Checked> {
  const answer = await describeDatabase(session, ask);
  if (!answer.ok) return unseen({ what: 'the settings of the database', because: answer.why });
  const { concurrencyMode } = answer.json;
  if (concurrencyMode === 'OPTIMISTIC') return fine('database: a reader’s lock holds up no change');
  return found(
    finding(
      'database-locks',
      `The database’s concurrencyMode is ${concurrencyMode}: a transaction that a client leaves open may hold up a change of access.`,
      'See "The database" in docs/operations.md.',
    ),
  );
}
