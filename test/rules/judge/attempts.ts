/** What the rules say to a user who edits the access fields of their own document. */
export interface RuleCase {
  readonly name: string;
  /** What stands in `match /databases/{database}/documents`, beside live-claims' block. */
  readonly rules: string;
  /** What is allowed, by subject; what is not named is refused. */
  readonly allows?: Readonly<Record<string, readonly string[]>>;
  readonly cannotTell?: Readonly<Record<string, readonly string[]>>;
}

const ALL = ['role', 'roleExpiresAt', 'disabled', 'sessionsRevokedAt', 'changeId', 'updatedBy'];
const but = (...names: readonly string[]) => ALL.filter((name) => !names.includes(name));
const CREATED = ['role', 'changeId', 'updatedBy'];
const own = (operation: string, condition: string) =>
  `match /users/{uid} { allow ${operation}: if request.auth.uid == uid && ${condition}; }`;
const any = (operation: string, condition: string) =>
  `match /users/{uid} { allow ${operation}: if ${condition}; }`;
const after = 'request.resource.data';
const token = 'request.auth.token';
const onlyRole = "request.resource.data.diff(resource.data).affectedKeys().hasOnly(['role'])";
/** What people may change where they may write whatever they like into these. */
const role = { 'own-access': ['role'] };
const affected = 'request.resource.data.diff(resource.data).affectedKeys()';

/** Shapes of rules that apps have, and the traps among them. */
export const CASES: readonly RuleCase[] = [
  { name: 'nothing but the block', rules: '' },
  {
    name: 'own document, without a condition',
    rules: 'match /users/{uid} { allow update: if request.auth.uid == uid; }',
    allows: { 'own-access': ALL },
  },
  { name: 'changesAccess()', rules: own('update', '!changesAccess()') },
  {
    name: 'a list of what may change',
    rules: own('update', `${affected}.hasOnly(['name', 'bio'])`),
  },
  {
    name: 'a list of what may change, with one of ours',
    rules: own('update', `${affected}.hasOnly(['name', 'disabled'])`),
    allows: { 'own-access': ['disabled'] },
  },
  {
    name: 'a list of what may not change, without the others of ours',
    rules: own('update', `!${affected}.hasAny(['role', 'isAdmin'])`),
    allows: { 'own-access': but('role') },
  },
  { name: 'the set of what changes', rules: own('update', `${affected} == ['name'].toSet()`) },
  {
    name: 'what changes, taken away',
    rules: own(
      'update',
      `${affected}.difference(accessFields().toSet()).size() == ${affected}.size()`,
    ),
    cannotTell: { 'own-access': ALL },
  },
  {
    name: 'what changes, without a list: nothing is left',
    rules: own('update', `${affected}.difference(['name', 'bio'].toSet()).size() == 0`),
  },
  {
    name: 'what changes, without a list: one of ours may be left out',
    rules: own('update', `${affected}.difference(['name', 'role'].toSet()).size() == 0`),
    allows: { 'own-access': ['role'] },
  },
  {
    name: 'a list that has all that changes',
    rules: own('update', `['name', 'bio'].toSet().hasAll(${affected})`),
  },
  {
    name: 'what changes and is ours: nothing',
    rules: own('update', `${affected}.intersection(accessFields().toSet()).size() == 0`),
  },
  {
    name: 'one change at most, which may be one of ours',
    rules: own('update', `${affected}.size() <= 1`),
    allows: { 'own-access': ALL },
  },
  {
    name: 'all fields of the document but a few: nothing is left',
    rules: own('create', "request.resource.data.keys().removeAll(['name', 'bio']).size() == 0"),
  },
  {
    name: 'role compared with itself',
    rules: own('update', 'request.resource.data.role == resource.data.role'),
    allows: { 'own-access': but('role') },
  },
  {
    name: 'a field that has to change',
    rules: own('update', 'request.resource.data.updatedAt != resource.data.updatedAt'),
    allows: { 'own-access': ALL },
  },
  {
    name: 'a field that has to change, by get()',
    rules: own('update', "request.resource.data.get('name', '') != resource.data.get('name', '')"),
    allows: { 'own-access': ALL },
  },
  {
    name: 'a field that may not stay as it is',
    rules: own('update', '!(request.resource.data.status == resource.data.status)'),
    allows: { 'own-access': ALL },
  },
  {
    name: 'each field compared, with get() and one default',
    rules: own(
      'update',
      ALL.map(
        (f) => `request.resource.data.get('${f}', null) == resource.data.get('${f}', null)`,
      ).join(' && '),
    ),
  },
  {
    name: 'compared where it is there: removing it gets by',
    rules: own(
      'update',
      "(!('disabled' in request.resource.data) || request.resource.data.disabled == resource.data.disabled) && request.resource.data.get('role', null) == resource.data.get('role', null) && !request.resource.data.diff(resource.data).affectedKeys().hasAny(['roleExpiresAt', 'sessionsRevokedAt', 'changeId', 'updatedBy'])",
    ),
    allows: { 'own-access': ['disabled'] },
  },
  {
    name: 'only changed keys: what is added or removed gets by',
    rules: own(
      'update',
      '!request.resource.data.diff(resource.data).changedKeys().hasAny(accessFields())',
    ),
    allows: { 'own-access': ALL },
  },
  {
    name: 'other conditions beside, which a write can meet',
    rules: own(
      'update',
      "request.resource.data.updatedAt == request.time && request.resource.data.name is string && request.resource.data.name.size() <= 50 && request.resource.data.keys().hasOnly(['name', 'updatedAt', 'disabled', 'role']) && request.resource.data.role == resource.data.role",
    ),
    // Taking one away leaves a document of these keys.
    allows: { 'own-access': but('role') },
  },
  {
    name: 'a few values of role',
    rules: own(
      'update',
      "request.resource.data.role in ['viewer', 'editor'] && !request.resource.data.diff(resource.data).affectedKeys().hasAny(['roleExpiresAt', 'disabled', 'sessionsRevokedAt', 'changeId', 'updatedBy'])",
    ),
    allows: { 'own-access': ['role'] },
  },
  {
    name: 'helper functions with variables, which name what they compare',
    rules: `function mine(id) { let me = request.auth.uid; return me == id; }
      function keeps(field) { return request.resource.data.get(field, null) == resource.data.get(field, null); }
      match /users/{uid} { allow update: if mine(uid) && keeps('role') && keeps('disabled'); }`,
    allows: { 'own-access': but('role', 'disabled') },
  },
  {
    name: 'a document that names its user',
    rules: 'match /users/{uid} { allow update: if resource.data.uid == request.auth.uid; }',
    allows: { 'own-access': ALL },
    cannotTell: { 'others-access': ALL },
  },
  {
    name: 'several matches of one path: they add up',
    rules: `${own('update', '!changesAccess()')} match /{any}/{uid} { allow write: if uid == request.auth.uid && any == 'users'; }`,
    allows: {
      'own-access': ALL,
      'own-creation': CREATED,
      'own-deletion': ['disabled', 'sessionsRevokedAt'],
    },
  },
  {
    name: 'a rule for everything',
    rules: 'match /{document=**} { allow read, write: if request.auth != null; }',
    allows: {
      'own-access': ALL,
      'own-creation': CREATED,
      'own-deletion': ['disabled', 'sessionsRevokedAt'],
      'others-access': [...ALL, 'the document'],
      'engine-documents': ['userClaims', 'auditLog', 'settings', 'invites', 'jobs', 'rateLimits'],
      'engine-documents-read': ['auditLog', 'invites', 'jobs'],
    },
  },
  {
    name: 'a rule for everything that refuses',
    rules: 'match /{document=**} { allow read, write: if false; }',
  },
  {
    name: 'a rule for what lies below users, which matches the document too',
    rules: 'match /users/{path=**} { allow update: if request.auth != null; }',
    allows: { 'own-access': ALL, 'others-access': ALL },
  },
  {
    name: 'subcollections only',
    rules: 'match /users/{uid}/posts/{post=**} { allow write: if request.auth.uid == uid; }',
  },
  {
    name: 'until a day that is past',
    rules: 'match /{document=**} { allow write: if request.time < timestamp.date(2020, 1, 1); }',
  },
  {
    name: 'creation of anything',
    rules: own('create', 'true'),
    allows: { 'own-creation': CREATED },
  },
  {
    name: 'creation with a list of fields',
    rules: own('create', "request.resource.data.keys().hasOnly(['name', 'email'])"),
  },
  {
    name: 'creation with compulsory fields, ours among them',
    rules: own(
      'create',
      "request.resource.data.keys().hasAll(['name', 'email', 'role']) && request.resource.data.name is string && request.resource.data.role in ['viewer', 'editor'] && request.resource.data.email == request.auth.token.email",
    ),
    allows: { 'own-creation': CREATED },
  },
  {
    name: 'creation with accessFields()',
    rules: own('create', '!request.resource.data.keys().hasAny(accessFields())'),
  },
  {
    name: 'creation with the role of new accounts alone',
    rules: own(
      'create',
      "request.resource.data.keys().hasOnly(['role', 'name']) && request.resource.data.role == 'viewer'",
    ),
  },
  {
    name: 'creation and deletion, told by what is not there',
    rules: `${own('write', 'request.resource == null')} ${own('create', 'resource == null')}`,
    allows: { 'own-creation': CREATED, 'own-deletion': ['disabled', 'sessionsRevokedAt'] },
  },
  {
    name: 'deletion',
    rules: own('delete', 'true'),
    allows: { 'own-deletion': ['disabled', 'sessionsRevokedAt'] },
  },
  {
    name: 'deletion by users who are not blocked',
    rules: own('delete', 'hasValidSession(resource.data)'),
  },
  {
    name: 'by a claim that no ordinary user has',
    rules: 'match /users/{uid} { allow write: if request.auth.token.admin == true; }',
  },
  {
    name: 'by one address',
    rules: "match /users/{uid} { allow write: if request.auth.token.email == 'boss@example.com'; }",
  },
  {
    name: 'by one address in small letters',
    rules:
      "match /users/{uid} { allow write: if request.auth.token.email.lower() in ['boss@example.com']; }",
  },
  {
    name: 'by one address, with a default',
    rules:
      "match /users/{uid} { allow write: if request.auth.token.get('email', '') == 'boss@example.com'; }",
  },
  {
    name: 'by a part of an address',
    rules:
      "match /users/{uid} { allow update: if request.auth.token.email.matches('.*@corp[.]example'); }",
    cannotTell: { 'own-access': ALL, 'others-access': ALL },
  },
  {
    name: 'by a function that is not declared here',
    rules: 'match /users/{uid} { allow update: if isTrusted(uid); }',
    cannotTell: { 'own-access': ALL, 'others-access': ALL },
  },
  {
    name: 'by another document',
    rules:
      'match /users/{uid} { allow update: if exists(/databases/$(database)/documents/admins/$(request.auth.uid)); }',
    cannotTell: { 'own-access': ALL, 'others-access': ALL },
  },
  {
    name: 'while there are no access settings',
    rules: own('update', '!exists(/databases/$(database)/documents/settings/access)'),
    allows: { 'own-access': ALL },
  },
  {
    name: 'by what the access settings may hold',
    rules: own('update', 'get(/databases/$(database)/documents/settings/access).data.open == true'),
    cannotTell: { 'own-access': ALL },
  },
  {
    name: 'while there is no marker yet',
    rules: own('create', '!exists(/databases/$(database)/documents/userClaims/$(uid))'),
    cannotTell: { 'own-creation': CREATED },
  },
  {
    name: 'by a field of the own document that is no access field',
    rules: own('update', 'resource.data.isAdmin == true'),
    cannotTell: { 'own-access': ALL },
  },
  {
    name: 'by the role in the document, of admins',
    rules:
      "match /users/{uid} { allow update: if get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'admin'; }",
    allows: { 'own-access': ALL, 'others-access': ALL },
  },
  {
    name: 'by a permission of admins',
    rules: "match /users/{uid} { allow update: if canNow('people.read'); }",
    // A disabled admin has no permissions.
    allows: { 'own-access': but('disabled'), 'others-access': ALL },
  },
  {
    name: 'by the top role alone',
    rules: 'match /users/{uid} { allow update: if isSignedIn() && effectiveRole() == topRole(); }',
  },
  {
    name: 'markers, settings and invites',
    rules:
      'match /userClaims/{uid} { allow write: if request.auth.uid == uid; } match /settings/{any} { allow create: if request.auth != null; } match /invites/{id} { allow read: if request.auth != null; }',
    allows: {
      'engine-documents': ['userClaims', 'settings'],
      'engine-documents-read': ['invites'],
    },
  },
  {
    name: 'a ternary, and an error beside what allows',
    rules:
      "match /users/{uid} { allow update: if request.auth.token.nope == 1 || (request.auth.uid == uid ? !('role' in request.resource.data.diff(resource.data).affectedKeys()) : false); }",
    allows: { 'own-access': but('role') },
  },
  {
    name: 'a role from one that live-claims does not know',
    rules: own('update', `resource.data.role == 'pending' && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'a role from one that live-claims knows',
    rules: own('update', `resource.data.role == 'owner' && ${onlyRole}`),
  },
  {
    // To the second in check-rules.test.ts: the emulator's time is not the one of the question.
    name: 'an end of the role a month from now',
    rules: own(
      'update',
      `${affected}.hasOnly(['roleExpiresAt']) && ${after}.roleExpiresAt > request.time + duration.value(29, 'd') && ${after}.roleExpiresAt < request.time + duration.value(30, 'd')`,
    ),
    allows: { 'own-access': ['roleExpiresAt'] },
  },
  {
    name: 'an end of the role at once',
    rules: own(
      'update',
      `${affected}.hasOnly(['roleExpiresAt']) && ${after}.roleExpiresAt == request.time`,
    ),
  },
  {
    name: 'a text that disables, and one that does not',
    rules: own('update', `${affected}.hasOnly(['disabled']) && resource.data.disabled == 'yes'`),
    allows: { 'own-access': ['disabled'] },
  },
  {
    name: 'an account that disables itself',
    rules: own('update', `${affected}.hasOnly(['disabled']) && ${after}.disabled == true`),
  },
  {
    name: 'an id of a change, of one length',
    rules: own('update', `${affected}.hasOnly(['changeId']) && ${after}.changeId.size() == 20`),
    allows: { 'own-access': ['changeId'] },
  },
  {
    name: 'an id of a change that stays',
    rules: own(
      'update',
      `${affected}.hasOnly(['changeId']) && ${after}.changeId == resource.data.changeId`,
    ),
  },
  {
    name: 'the own id as the author of a change',
    rules: own(
      'update',
      `${affected}.hasOnly(['updatedBy']) && ${after}.updatedBy == request.auth.uid`,
    ),
  },
  {
    name: 'a number as the author of a change',
    rules: own('update', `${affected}.hasOnly(['updatedBy']) && ${after}.updatedBy is int`),
    allows: { 'own-access': ['updatedBy'] },
  },
  {
    name: 'the end of their sessions, by one that began after it',
    rules: own(
      'update',
      `${affected}.hasOnly(['sessionsRevokedAt']) && hasValidSession(resource.data)`,
    ),
    allows: { 'own-access': ['sessionsRevokedAt'] },
  },
  {
    name: 'the end of their sessions, now',
    rules: own(
      'update',
      `${affected}.hasOnly(['sessionsRevokedAt']) && ${after}.sessionsRevokedAt == request.time`,
    ),
  },
  {
    name: 'creation by those that have a role, as one with more',
    rules: own('create', "can('posts.write')"),
    allows: { 'own-creation': CREATED },
  },
  {
    name: 'creation by those that have a role in the document, which is not there',
    rules: own('create', "canNow('posts.write')"),
  },
  {
    name: 'promotion of others, to one role',
    rules: any('update', `request.auth != null && ${onlyRole} && ${after}.role == 'editor'`),
    allows: { ...role, 'others-access': ['role'] },
  },
  {
    name: 'demotion of others by editors, from one role to another',
    rules: any(
      'update',
      `can('posts.write') && uid != request.auth.uid && resource.data.role == 'editor' && ${after}.role == 'viewer' && ${onlyRole}`,
    ),
    allows: { 'others-access': ['role'] },
  },
  {
    name: 'others that are enabled',
    rules: any(
      'update',
      `request.auth != null && ${affected}.hasOnly(['disabled']) && ${after}.disabled == false`,
    ),
    allows: { 'own-access': ['disabled'], 'others-access': ['disabled'] },
  },
  {
    name: 'others whose sessions are ended, and who did it',
    rules: any(
      'update',
      `request.auth.uid != uid && ${affected}.hasOnly(['sessionsRevokedAt', 'updatedBy']) && ${after}.sessionsRevokedAt == request.time && ${after}.updatedBy == request.auth.uid`,
    ),
    allows: { 'others-access': ['sessionsRevokedAt', 'updatedBy'] },
  },
  {
    name: 'profiles of others, with a role that stays',
    rules: any(
      'update',
      `can('posts.write') && ${affected}.hasOnly(['name', 'role']) && ${after}.role == resource.data.role`,
    ),
  },
  {
    name: 'documents of others, created with a role',
    rules: any(
      'create',
      `request.auth.uid != uid && ${after}.keys().hasOnly(['role']) && ${after}.role in ['editor']`,
    ),
    allows: { 'others-access': ['role'] },
  },
  {
    name: 'documents of others, created without access',
    rules: any('create', `request.auth != null && ${after}.keys().hasOnly(['name'])`),
  },
  {
    name: 'documents of others, deleted where they are viewers',
    rules: any(
      'delete',
      "can('posts.write') && uid != request.auth.uid && resource.data.role == 'viewer'",
    ),
    allows: { 'others-access': ['the document'] },
  },
  {
    name: 'a recent sign-in',
    rules: own(
      'update',
      `request.time.toMillis() / 1000 - ${token}.auth_time < 300 && ${onlyRole}`,
    ),
    allows: role,
  },
  {
    name: 'a sign-in before there were any',
    rules: own('update', `${token}.auth_time < 1000000000 && ${onlyRole}`),
  },
  {
    name: 'since a day that is past',
    rules: own('update', `request.time > timestamp.date(2020, 1, 1) && ${onlyRole}`),
    allows: role,
  },
  {
    // `check` asks again at such a time; the emulator knows only now.
    name: 'since a day to come',
    rules: own('update', `request.time > timestamp.date(2099, 1, 1) && ${onlyRole}`),
  },
  {
    name: 'an address that is not verified',
    rules: own('update', `${token}.email_verified == false && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'no address',
    rules: own('update', `!('email' in ${token}) && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'anonymous accounts',
    rules: own('update', `${token}.firebase.sign_in_provider == 'anonymous' && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'accounts that are not anonymous',
    rules: own('update', `${token}.firebase.sign_in_provider != 'anonymous' && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'accounts of a tenant',
    rules: own('update', `${token}.firebase.tenant == 'acme' && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'accounts of a tenant, which live-claims’ functions refuse',
    rules: own('update', `isSignedIn() && ${token}.firebase.tenant == 'acme' && ${onlyRole}`),
  },
  {
    name: 'a second factor',
    rules: own('update', `${token}.firebase.sign_in_second_factor == 'totp' && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'ids that are short',
    rules: own('update', `uid.size() < 20 && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'addresses as ids',
    rules: own('update', `${token}.email == uid && ${onlyRole}`),
    allows: role,
  },
  {
    name: 'lists of invites, entries and jobs, a few at a time',
    rules:
      'match /invites/{id} { allow list: if request.auth != null; } match /auditLog/{id} { allow list: if request.auth.token.email_verified; } match /jobs/{id=**} { allow list: if request.auth != null && request.query.limit <= 10; }',
    allows: { 'engine-documents-read': ['auditLog', 'invites', 'jobs'] },
  },
  {
    name: 'lists of what people do themselves',
    rules:
      'match /invites/{id} { allow list: if request.auth != null && resource.data.invitedBy == request.auth.uid; }',
    cannotTell: { 'engine-documents-read': ['invites'] },
  },
  {
    name: 'a role that was the top one, and is over',
    rules: any(
      'update',
      `get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'owner' && ${onlyRole}`,
    ),
    allows: { 'others-access': ['role'] },
  },
  {
    name: 'a role that was the top one, asked by canNow()',
    rules: any('update', `canNow('settings.change') && ${onlyRole}`),
  },
  {
    name: 'collections of a name, wherever they are',
    rules: `match /{path=**}/users/{uid} { allow update: if request.auth.uid == uid && ${onlyRole}; }`,
    allows: role,
  },
];
