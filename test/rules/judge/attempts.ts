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
];
