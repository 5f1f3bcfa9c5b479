/** Text of `firestore.rules`, found there exactly once, and what stands there instead. */
export type Mutant = readonly [from: string, to: string];

const usersMatch = 'match /users/{uid} {';
const markerMatch = 'match /userClaims/{uid} {';
const readUser =
  "allow get: if isMe(uid) || canNow('people.read');\n      allow list: if canNow('people.read');\n      allow update";
const readMarker =
  "match /userClaims/{uid} {\n      allow get: if isMe(uid) || canNow('people.read');\n      allow list: if canNow('people.read');";
const updateUser = 'isMe(uid) && isEnabled(resource.data) && editsOnlyNameAndPicture()';
const readPost = "can('posts.write') || isPublished(resource.data) && can('posts.read')";
const createPost = "isMyDraft(request.resource.data) && canNow('posts.write');";
const updatePost = "(staysMyDraft() && canNow('posts.write') || canNow('posts.publish'))";
const deletePost =
  "isMyDraft(resource.data) && canNow('posts.write')\n        || canNow('posts.publish')";
const whole =
  'second is number && int(second) == second && request.time.toMillis() / 1000 < second';
const keys =
  "post.keys().toSet()\n          == ['title', 'body', 'authorId', 'status', 'createdAt', 'updatedAt'].toSet()";

const replaceIn = (text: string, from: string, to: string): Mutant => [
  text,
  text.replace(from, to),
];
const add = (match: string, line: string): Mutant => [match, `${match}\n      ${line}`];

/** Mutants of a collection that those with `roles.grant` read now, and no client writes. */
function readOnlyMutants(name: string, match: string, indent = 6): Record<string, Mutant> {
  const rule = `${match}\n${' '.repeat(indent)}allow read: if canNow('roles.grant');`;
  return {
    [`${name}: by token`]: replaceIn(rule, 'canNow', 'can'),
    [`${name}: by another permission`]: replaceIn(rule, 'roles.grant', 'posts.write'),
    [`${name}: write`]: replaceIn(rule, 'allow read', 'allow read, write'),
  };
}

/**
 * Rules that are weaker or broken in one place. Left out because no request can tell them from the
 * rules: `is timestamp` and `is number`, without which a comparison of other types is an error and
 * refuses as well.
 */
export const mutants: Record<string, Mutant> = {
  'users: own not readable': replaceIn(readUser, 'isMe(uid) || ', ''),
  'users: everybody gets': replaceIn(readUser, "canNow('people.read')", 'request.auth != null'),
  'users: get by token': replaceIn(readUser, 'canNow', 'can'),
  'users: list by token': replaceIn(readUser, 'list: if canNow', 'list: if can'),
  'users: everybody lists': replaceIn(
    readUser,
    "list: if canNow('people.read')",
    'list: if isMe(request.auth.uid)',
  ),
  'users: list by another permission': replaceIn(
    readUser,
    "list: if canNow('people.read')",
    "list: if canNow('posts.write')",
  ),
  'users: update of everybody': replaceIn(updateUser, 'isMe(uid) && ', ''),
  'users: update by admins too': replaceIn(
    updateUser,
    'isMe(uid)',
    "(isMe(uid) || canNow('people.read'))",
  ),
  'users: update though disabled': replaceIn(updateUser, 'isEnabled(resource.data) && ', ''),
  'users: update of anything': replaceIn(updateUser, ' && editsOnlyNameAndPicture()', ''),
  'users: create own': add(usersMatch, 'allow create: if isMe(uid);'),
  'users: create by admins': add(usersMatch, "allow create: if canNow('roles.grant');"),
  'users: delete own': add(usersMatch, 'allow delete: if isMe(uid);'),
  'userClaims: own not readable': replaceIn(readMarker, 'isMe(uid) || ', ''),
  'userClaims: own only with a role': replaceIn(
    readMarker,
    'isMe(uid)',
    "isMe(uid) && can('posts.read')",
  ),
  'userClaims: own only while enabled': replaceIn(
    readMarker,
    'isMe(uid)',
    "isMe(uid) && canNow('posts.read')",
  ),
  'userClaims: get by token': replaceIn(readMarker, '|| canNow', '|| can'),
  'userClaims: list by token': replaceIn(readMarker, 'list: if canNow', 'list: if can'),
  'userClaims: own list': replaceIn(
    readMarker,
    "list: if canNow('people.read')",
    'list: if request.auth != null',
  ),
  'userClaims: update own': add(markerMatch, 'allow update: if isMe(uid);'),
  'userClaims: create own': add(markerMatch, 'allow create: if isMe(uid);'),
  'userClaims: delete own': add(markerMatch, 'allow delete: if isMe(uid);'),
  'auditLog: by token': ["canNow('audit.read')", "can('audit.read')"],
  'auditLog: by another permission': ["canNow('audit.read')", "canNow('posts.write')"],
  'auditLog: create': [
    "allow read: if canNow('audit.read')",
    "allow read, create: if canNow('audit.read')",
  ],
  'auditLog: delete': [
    "allow read: if canNow('audit.read')",
    "allow read, delete: if canNow('audit.read')",
  ],
  'settings: by token': ["canNow('settings.read')", "can('settings.read')"],
  'settings: by another permission': ["canNow('settings.read')", "canNow('roles.grant')"],
  'settings: every document': ['match /settings/access', 'match /settings/{any}'],
  'settings: write': [
    "allow get: if canNow('settings.read')",
    "allow get, write: if canNow('settings.read')",
  ],
  ...readOnlyMutants('invites', 'match /invites/{invite} {'),
  ...readOnlyMutants('jobs', 'match /jobs/{job} {'),
  ...readOnlyMutants('set aside', 'match /setAside/{uid} {', 8),
  'posts: readers get drafts': replaceIn(readPost, 'isPublished(resource.data) && ', ''),
  'posts: everybody reads published': replaceIn(readPost, " && can('posts.read')", ''),
  'posts: every account reads published': replaceIn(
    readPost,
    "can('posts.read')",
    'request.auth != null',
  ),
  'posts: readers list everything': add(
    'match /posts/{post} {',
    "allow list: if can('posts.read');",
  ),
  'posts: writers do not get drafts': replaceIn(readPost, "can('posts.write') || ", ''),
  'posts: drafts by document': replaceIn(readPost, "can('posts.write')", "canNow('posts.write')"),
  'posts: published by document': replaceIn(readPost, "can('posts.read')", "canNow('posts.read')"),
  'posts: create of anything': [
    'create: if isPostOfNow(request.resource.data)\n        &&',
    'create: if',
  ],
  'posts: create with any creation time': [
    '&& request.resource.data.createdAt == request.time',
    '',
  ],
  'posts: create for anybody, in any status': replaceIn(
    createPost,
    'isMyDraft(request.resource.data) && ',
    '',
  ),
  'posts: create by token': replaceIn(createPost, 'canNow', 'can'),
  'posts: create by everybody': replaceIn(createPost, " && canNow('posts.write')", ''),
  'posts: create by readers': replaceIn(createPost, 'posts.write', 'posts.read'),
  'posts: update to anything': [
    'update: if isPostOfNow(request.resource.data)\n        &&',
    'update: if',
  ],
  'posts: update of the author': ["keeps('authorId') && ", ''],
  'posts: update of the creation time': [" && keeps('createdAt')", ''],
  "posts: update of others' and of published": replaceIn(updatePost, 'staysMyDraft() && ', ''),
  'posts: update by every author': replaceIn(updatePost, " && canNow('posts.write')", ''),
  'posts: update by token': replaceIn(updatePost, "canNow('posts.write')", "can('posts.write')"),
  'posts: publish by token': replaceIn(
    updatePost,
    "canNow('posts.publish')",
    "can('posts.publish')",
  ),
  'posts: publish by writers': replaceIn(updatePost, 'posts.publish', 'posts.write'),
  'posts: update by publishers only': replaceIn(
    updatePost,
    "staysMyDraft() && canNow('posts.write') || ",
    '',
  ),
  'posts: delete by every writer': replaceIn(deletePost, 'isMyDraft(resource.data) && ', ''),
  'posts: delete by every author': replaceIn(deletePost, " && canNow('posts.write')", ''),
  'posts: delete own by token': replaceIn(
    deletePost,
    "canNow('posts.write')",
    "can('posts.write')",
  ),
  'posts: delete any by token': replaceIn(
    deletePost,
    "canNow('posts.publish')",
    "can('posts.publish')",
  ),
  'can: no expiry': [
    " && isBeforeSecond(claims.get('rx', null))".replace(' &&', '\n        &&'),
    '',
  ],
  'can: a role when there is none': ["claims.get('role', null)", "claims.get('role', 'viewer')"],
  'canNow: disabled too': ['return isEnabled(me)\n        && roleHas', 'return roleHas'],
  'canNow: no expiry': ["\n        && isBefore(me.get('roleExpiresAt', null))", ''],
  'canNow: the role of the token': ["me.get('role', null)", "request.auth.token.get('role', null)"],
  'canNow: the token when the document is silent': [
    "me.get('role', null)",
    "me.get('role', request.auth.token.get('role', null))",
  ],
  'canNow: the marker instead of the document': ['documents/users/$(', 'documents/userClaims/$('],
  'roleHas: a list as a path into the table': ['role is string && permission', 'permission'],
  'roleHas: something for an unknown role': ['.get(role, [])', ".get(role, ['posts.read'])"],
  'isEnabled: anything but true': [
    "person.get('disabled', false) == false",
    "person.get('disabled', false) != true",
  ],
  'isEnabled: a missing field disables': [
    "person.get('disabled', false)",
    "person.get('disabled', true)",
  ],
  'isBefore: no end is an end': ['time == null || time is timestamp', 'time is timestamp'],
  'isBefore: turned round': ['request.time < time', 'request.time > time'],
  'isBefore: any timestamp': ['time is timestamp && request.time < time', 'time is timestamp'],
  'isBefore: anything not a timestamp': [
    'time == null || time is timestamp &&',
    '!(time is timestamp) ||',
  ],
  'isBeforeSecond: no end is an end': ['second == null\n        || ', ''],
  'isBeforeSecond: one second late': replaceIn(whole, '/ 1000 < second', '/ 1000 <= second'),
  'isBeforeSecond: fractions': replaceIn(whole, ' && int(second) == second', ''),
  'isBeforeSecond: milliseconds': replaceIn(whole, 'toMillis() / 1000', 'toMillis()'),
  'isBeforeSecond: anything not a number': [
    `second == null\n        || second is number &&`,
    '!(second is number) ||',
  ],
  'edit: any field': ["edited.hasOnly(['displayName', 'photoURL'])\n        &&", ''],
  'edit: any field beside the name': [
    "edited.hasOnly(['displayName', 'photoURL'])",
    "edited.hasAny(['displayName', 'photoURL'])",
  ],
  'edit: the role': [
    "hasOnly(['displayName', 'photoURL'])",
    "hasOnly(['displayName', 'photoURL', 'role'])",
  ],
  'edit: updatedBy': [
    "hasOnly(['displayName', 'photoURL'])",
    "hasOnly(['displayName', 'photoURL', 'updatedBy'])",
  ],
  'edit: changed fields only': ['.affectedKeys()', '.changedKeys()'],
  'edit: added and changed': [
    'after.diff(resource.data).affectedKeys()',
    'after.diff(resource.data).addedKeys()',
  ],
  'edit: any name': [
    "\n        && (!('displayName' in edited) || isNullOrText(after.displayName, textLimits().displayName))",
    '',
  ],
  'edit: any picture': [
    "\n        && (!('photoURL' in edited) || isNullOrHttpsUrl(after.photoURL, textLimits().photoURL))",
    '',
  ],
  'edit: name checked though untouched': [
    "(!('displayName' in edited) || isNullOrText(after.displayName, textLimits().displayName))",
    'isNullOrText(after.displayName, textLimits().displayName)',
  ],
  'edit: name may be deleted': [
    'isNullOrText(after.displayName,',
    "isNullOrText(after.get('displayName', null),",
  ],
  'edit: picture may be deleted': [
    'isNullOrHttpsUrl(after.photoURL,',
    "isNullOrHttpsUrl(after.get('photoURL', null),",
  ],
  'edit: null refused for the name': [
    'return value == null || isText(value, limit);',
    'return isText(value, limit);',
  ],
  'edit: null refused for the picture': [
    'value == null || isText(value, limit) && value.matches',
    'isText(value, limit) && value.matches',
  ],
  'edit: picture of any length': ['isText(value, limit) && value.matches', 'value.matches'],
  'edit: picture from anywhere': [" && value.matches('https://\\\\S+')", ''],
  'edit: picture over http': ["'https://\\\\S+'", "'https?://\\\\S+'"],
  'edit: https somewhere in it': ["'https://\\\\S+'", "'.*https://\\\\S+'"],
  'edit: blanks in the address': ["'https://\\\\S+'", "'https://.+'"],
  'edit: an empty address': ["'https://\\\\S+'", "'https://\\\\S*'"],
  'post: more fields': [
    keys,
    "post.keys().hasAll(['title', 'body', 'authorId', 'status', 'createdAt', 'updatedAt'])",
  ],
  'post: any title': ['isText(post.title, textLimits().postTitle) && ', ''],
  'post: an empty title': [" && post.title != ''", ''],
  'post: any body': ['&& isText(post.body, textLimits().postBody)', ''],
  "post: the title's limit for the body": [
    'isText(post.body, textLimits().postBody)',
    'isText(post.body, textLimits().postTitle)',
  ],
  "post: the body's limit for the title": [
    'isText(post.title, textLimits().postTitle)',
    'isText(post.title, textLimits().postBody)',
  ],
  'post: any status': ["&& post.status in ['draft', 'published']", ''],
  'post: any update time': ['&& post.updatedAt == request.time', ''],
  'post: an update time of the client': [
    'post.updatedAt == request.time',
    'post.updatedAt is timestamp',
  ],
  'post: everything is published': ["return post.status == 'published'", 'return true'],
  "post: somebody else's draft": [' && isMe(post.authorId)', ''],
  'post: own in any status': ["post.status == 'draft' && isMe", 'isMe'],
  'post: was not my draft': [
    'isMyDraft(resource.data) && isMyDraft(request.resource.data)',
    'isMyDraft(request.resource.data)',
  ],
  'post: leaves draft': [
    'isMyDraft(resource.data) && isMyDraft(request.resource.data)',
    'isMyDraft(resource.data)',
  ],
  'text: any type with a size': ['value is string && value.size()', 'value.size()'],
  'text: any size': [' && value.size() <= limit', ''],
  'text: one too many': ['value.size() <= limit', 'value.size() <= limit + 1'],
  'text: one too few': ['value.size() <= limit', 'value.size() < limit'],
  'table: viewers write': ["'viewer': ['posts.read']", "'viewer': ['posts.read', 'posts.write']"],
  'table: editors publish': [
    "'editor': ['posts.read', 'posts.write']",
    "'editor': ['posts.read', 'posts.write', 'posts.publish']",
  ],
  'table: editors do not write': [
    "'editor': ['posts.read', 'posts.write']",
    "'editor': ['posts.read']",
  ],
  'table: admins read settings': [
    "'audit.read'\n        ],",
    "'audit.read',\n          'settings.read'\n        ],",
  ],
  'table: owners read no audit log': [
    "'audit.read',\n          'settings.read'",
    "'settings.read'",
  ],
  'limits: name': ["'displayName': 100", "'displayName': 101"],
  'limits: picture': ["'photoURL': 2048", "'photoURL': 2049"],
  'limits: title': ["'postTitle': 200", "'postTitle': 201"],
  'limits: body': ["'postBody': 10000", "'postBody': 9999"],
  'everywhere: readable below documents': add(
    usersMatch,
    'match /{below=**} { allow read: if isMe(uid); }',
  ),
  'everywhere: owners read all': add(
    'match /databases/{database}/documents {',
    "match /{all=**} { allow read: if can('settings.read'); }",
  ),
  'everywhere: below posts too': ['match /posts/{post} {', 'match /posts/{post=**} {'],
  'everywhere: posts of every parent': [
    'match /posts/{post} {',
    'match /{parent=**}/posts/{post} {',
  ],
};
