import { defineBoolean, defineInt, defineString, expr } from 'firebase-functions/params';
import { configOfParams, DEFAULT_ROLES } from './config-of-params.ts';
import { defineLiveClaims } from './lib.ts';

/*
 * What `functions:kits:install` asks for. The functions read the values from their environment (`configOfParams`):
 * `value()` would be too early here, where a deployment loads this file as well.
 */

const pattern = (validationRegex: string, validationErrorMessage: string) => ({
  text: { validationRegex, validationErrorMessage },
});

defineString('ROLES', {
  label: 'Roles',
  description:
    'Every role with its permissions, the lowest rank first, as JSON on one line. The highest role needs the permission to grant roles.',
  default: DEFAULT_ROLES,
  input: pattern('^\\{.*\\}$', 'Write an object, like { "member": [], "owner": ["users.manage"] }'),
});
defineString('GRANT_PERMISSION', {
  label: 'Permission to grant roles',
  description: 'Users whose role has it may change the roles of users below their own rank.',
  default: 'users.manage',
});
defineString('INITIAL_ROLE', {
  label: 'Role of new accounts',
  description: 'The role of an account without an invite; empty for none.',
  default: '',
});
const users = defineString('USERS_COLLECTION', {
  label: 'Collection of the users',
  description: 'The collection whose documents, named by account id, hold the roles.',
  default: 'users',
  input: pattern(
    '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
    'Write the name of a collection, without slashes.',
  ),
});
defineString('ROLE_FIELD', {
  label: 'Field of the role',
  description: 'The field of these documents that holds the role.',
  default: 'role',
  input: pattern('^[A-Za-z][A-Za-z0-9_]{0,63}$', 'Write the name of a field, without dots.'),
});
const database = defineString('DATABASE', {
  label: 'Firestore database',
  description: 'Id of the database.',
  default: '(default)',
});
defineInt('ACCOUNTS_PER_SECOND', {
  label: 'Accounts that jobs change a second',
  description:
    'Firebase Auth takes 10 a second from a project; more only after Google has raised that.',
  default: 10,
});
const provisioning = defineBoolean('PROVISION_NEW_ACCOUNTS', {
  label: 'Give new accounts their role in the sign-up',
  description:
    'Adds a blocking function (beforeUserCreated), of which a project has room for one. Needs Identity Platform.',
  default: false,
});

const access = defineLiveClaims(configOfParams(process.env), {
  provisioning,
  placement: { document: expr`${users}/{uid}`, database },
});

/**
 * The functions of an instance, with the configuration that its parameters stand for. For more than those can say,
 * export what `defineLiveClaims` of `live-claims-kit/lib` returns instead.
 *
 * @example export * from 'live-claims-kit';
 */
export const {
  syncClaims,
  syncMyClaims,
  provisionUser,
  onAccountCreated,
  forgetUser,
  setUserRole,
  setUserDisabled,
  endSessions,
  deleteUser,
  findAccount,
  undoChange,
  createInvite,
  createInvites,
  resendInvite,
  withdrawInvite,
  acceptInvite,
  setAccessSettings,
  runJob,
  reconcileClaims,
  expireGrants,
  bulkSetRoles,
  bulkEdit,
  stopJob,
} = access;
