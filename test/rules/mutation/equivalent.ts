/** Mutants that no request can tell from the rules, and why that is so. */
export interface Equivalent {
  readonly reason: string;
  readonly mutants: readonly string[];
}

export const EQUIVALENT: readonly Equivalent[] = [
  {
    reason: 'The path of every document begins with `/databases/{database}/documents`.',
    mutants: [
      '/databases/{database}/documents: widen a path: /databases → /{any}',
      '/databases/{database}/documents: widen a path: /documents → /{any}',
    ],
  },
  {
    reason: 'A user who may list may already get.',
    mutants: [
      '/users/{uid}: allow more: list → list, get',
      '/userClaims/{uid}: allow more: list → list, get',
      '/posts/{post}: allow more: list → list, get',
    ],
  },
  {
    reason:
      'The condition reads what is there before (`resource`) or after (`request.resource`), and there is no such thing for that method: an error, which refuses.',
    mutants: [
      '/users/{uid}: allow more: update → update, get',
      '/users/{uid}: allow more: update → update, list',
      '/users/{uid}: allow more: update → update, create',
      '/users/{uid}: allow more: update → update, delete',
      '/posts/{post}: allow more: create → create, get',
      '/posts/{post}: allow more: create → create, list',
      '/posts/{post}: allow more: create → create, delete',
      '/posts/{post}: allow more: update → update, get',
      '/posts/{post}: allow more: update → update, list',
      '/posts/{post}: allow more: update → update, create',
      '/posts/{post}: allow more: update → update, delete',
    ],
  },
  {
    reason:
      'The edit changes neither `disabled` nor `sessionsRevokedAt`: the condition before saw to it.',
    mutants: ['/users/{uid}: the document before or after: resource.data → request.resource.data'],
  },
  {
    reason:
      'A comparison of another type is an error, which refuses as well. The check is there for the reader.',
    mutants: [
      "signedInSince: drop a conjunct: time is timestamp && wholeSecond(time) <= claimedNumber('auth_time') → (wholeSecond(time) <= claimedNumber('auth_time'))",
      'signedInSince: any type: time is timestamp → (true)',
      'isBefore: drop a conjunct: time is timestamp && wholeSecond(request.time) < wholeSecond(time) → (wholeSecond(request.time) < wholeSecond(time))',
      'isBefore: any type: time is timestamp → (true)',
    ],
  },
  {
    reason: 'No client can choose the microsecond in which Firestore handles a request.',
    mutants: [
      "isLongAgo: another comparison: edit + duration.value(2, 's') <= request.time → (edit + duration.value(2, 's') < request.time)",
    ],
  },
  {
    reason: 'Neither is a timestamp, and that is all that is asked of it.',
    mutants: ["editsOnlyProfile: true for false, a value for null: null → 'owner'"],
  },
  {
    reason: 'Whose token has no role is refused by `can`, which `canCurrent` asks as well.',
    mutants: ["tokenMatches: true for false, a value for null: null → 'owner'"],
  },
  {
    reason: 'An edit of these is one of access, which `changesAccess` refuses before.',
    mutants: ['role', 'updatedBy'].map(
      (field) =>
        `editsOnlyProfile: one entry more: ['displayName', 'photoURL', 'profileEditedAt'] → ['displayName', 'photoURL', 'profileEditedAt', '${field}']`,
    ),
  },
  {
    reason: 'No rule asks for `settings.change`; the function `setAccessSettings` does.',
    mutants: [
      "permissionsByRole: one entry more: ['posts.read'] → ['posts.read', 'settings.change']",
      "permissionsByRole: one entry more: ['posts.read', 'posts.write'] → ['posts.read', 'posts.write', 'settings.change']",
      "permissionsByRole: one entry more: [ 'posts.read', 'posts.write', 'posts.publish', 'people.read', 'roles.grant', 'audit.read' ] → [ 'posts.read', 'posts.write', 'posts.publish', 'people.read', 'roles.grant', 'audit.read', 'settings.change']",
      "permissionsByRole: drop an entry: 'posts.read', 'posts.write', 'posts.publish', 'people.read', 'roles.grant', 'audit.read', 'settings.change' → 'posts.read', 'posts.write', 'posts.publish', 'people.read', 'roles.grant', 'audit.read'",
      "permissionsByRole: another text: 'settings.change' → 'settings.change~'",
    ],
  },
];
