import { describe, expect, it } from 'vitest';
import { defineConfig, type LiveClaimsConfig } from '../../core/config.ts';
import { defineRoles } from '../../core/roles.ts';
import { writeRules } from '../../rules/write-rules.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { orgConfig } from '../../testing/org-config.ts';
import { checkRules } from './check-rules.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

/** Rules of an app, with live-claims' block. */
const withBlock = (rules: string, database = '{database}', config: LiveClaimsConfig = appConfig) =>
  writeRules(
    `rules_version = '2';
service cloud.firestore {
  match /databases/${database}/documents {
${rules}
// <live-claims>
// </live-claims>
  }
}
`,
    config,
  );

const fileOf = (text: string) => ({ path: 'firestore.rules', text });

/** What `check` says of a file of rules. */
const checkText = (text: string, config: LiveClaimsConfig = appConfig) =>
  checkRules(
    { firestore: [{ database: config.database, rules: fileOf(text), indexes: null }] },
    config,
    NOW,
  );

/** The findings as `own-access: what it says`, in these rules beside live-claims' block. */
const found = (rules: string, config: LiveClaimsConfig = appConfig) =>
  checkText(withBlock(rules, '{database}', config), config).findings.map(
    ({ code, message }) => `${code}: ${message}`,
  );

const CLEAN = 'firestore.rules: no rule lets users change their own access, or that of others';

const own = (operation: string, condition: string) =>
  `match /users/{uid} { allow ${operation}: if request.auth.uid == uid && ${condition}; }`;
const any = (operation: string, condition: string) =>
  `match /users/{uid} { allow ${operation}: if ${condition}; }`;

const affects = (...names: readonly string[]) =>
  `request.resource.data.diff(resource.data).affectedKeys().hasOnly([${names.map((name) => `'${name}'`).join(', ')}])`;
const after = 'request.resource.data';
const editor = "can('posts.write')";

describe('what users may do to their own access', () => {
  it.each([
    'request.resource.data.updatedAt != resource.data.updatedAt',
    "request.resource.data.get('name', '') != resource.data.get('name', '')",
    '!(request.resource.data.status == resource.data.status)',
  ])('a field that has to change keeps no other from being written: %s', (condition) => {
    expect(found(own('update', condition))).toEqual([
      expect.stringMatching(/^own-access: Every signed-in user may change role, roleExpiresAt/),
    ]);
  });

  it.each([
    [
      'a role from one that live-claims does not know',
      own('update', `resource.data.role == 'pending' && ${affects('role')}`),
      /^own-access: Every signed-in user may change role in their own/,
    ],
    [
      'a role that is over, again',
      own(
        'update',
        `resource.data.role == 'editor' && ${after}.role == 'editor' && ${affects('roleExpiresAt')}`,
      ),
      /^own-access: .* may change roleExpiresAt in their own/,
    ],
    [
      'a role for a month more, to the second',
      own(
        'update',
        `${affects('roleExpiresAt')} && ${after}.roleExpiresAt == request.time + duration.value(30, 'd')`,
      ),
      /^own-access: .* may change roleExpiresAt in their own/,
    ],
    [
      'a role for less than a day more',
      own(
        'update',
        `${affects('roleExpiresAt')} && ${after}.roleExpiresAt < request.time + duration.value(1, 'd') && ${after}.roleExpiresAt > request.time`,
      ),
      /^own-access: .* may change roleExpiresAt in their own/,
    ],
    [
      'an account that a text disables',
      own('update', `resource.data.disabled == 'yes' && ${affects('disabled')}`),
      /^own-access: .* may change disabled in their own/,
    ],
    [
      'the id of a change, of one length',
      own('update', `${affects('changeId')} && ${after}.changeId.size() == 20`),
      /^own-access: .* may change changeId in their own/,
    ],
    [
      'the author of a change, of any type but text',
      own('update', `${affects('updatedBy')} && ${after}.updatedBy is int`),
      /^own-access: .* may change updatedBy in their own/,
    ],
    [
      'sessions that were ended, by a session after that',
      own('update', `hasValidSession(resource.data) && ${affects('sessionsRevokedAt')}`),
      /^own-access: .* may change sessionsRevokedAt in their own/,
    ],
    [
      'the document that ends their session',
      own('delete', 'resource.data.get("disabled", false) == false'),
      /^own-deletion: .* sessionsRevokedAt/,
    ],
    [
      'their role, by those that have one',
      own('create', editor),
      /^own-creation: Users with the role editor may create their own .* with role/,
    ],
  ])('finds %s', (_, rules, message) => {
    expect(found(rules)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    [
      'a time at which their sessions end',
      `${affects('sessionsRevokedAt')} && ${after}.sessionsRevokedAt == request.time`,
    ],
    [
      'nothing but the role that they have',
      `${affects('role')} && ${after}.role == resource.data.role`,
    ],
    ['no id of a change', `${affects('changeId')} && ${after}.changeId == resource.data.changeId`],
  ])('is content with %s', (_, condition) => {
    expect(found(own('update', condition))).toEqual([]);
  });
});

describe('claims beside the role', () => {
  it.each([
    ['plan', `${after}.plan == 'pro'`],
    ['salesArea', `${after}.salesArea.size() == 7`],
    ['orgs', `${after}.orgs is map && ${after}.orgs.size() == 1`],
  ])('finds who may write %s', (field, condition) => {
    const rule = own('update', `${affects(field)} && ${condition}`);
    expect(found(rule, orgConfig)).toEqual([
      expect.stringMatching(new RegExp(`^own-access: Every signed-in user may change ${field} in`)),
    ]);
    expect(found(rule)).toEqual([]);
  });

  it('asks of them at creation', () => {
    const rule = own('create', `${after}.keys().hasOnly(['name', 'plan'])`);
    expect(found(rule, orgConfig)).toEqual([expect.stringMatching(/^own-creation: .* with plan/)]);
  });
});

describe('memberships of organisations', () => {
  const members = (operation: string, condition: string) =>
    `match /orgs/{orgId}/members/{uid} { allow ${operation}: if ${condition}; }`;

  it.each([
    [
      'an own role',
      members('update', `request.auth.uid == uid && ${affects('role')}`),
      /^own-membership: Every signed-in user may change role in their own orgs\/{orgId}\/members\/{uid}\. /,
    ],
    [
      'a membership that they make',
      members('create', `request.auth.uid == uid && ${after}.role == 'viewer'`),
      /^own-membership: Every signed-in user may create their own orgs.* with role\. .*role: "viewer"/,
    ],
    [
      'their end, by members of one role',
      members(
        'update',
        `isMe(uid) && canNowIn(orgId, 'notes.write') && ${affects('roleExpiresAt')}`,
      ),
      /^own-membership: Users with the role editor in the organisation may change roleExpiresAt/,
    ],
    [
      'those of others',
      members('write', "canNowIn(orgId, 'notes.write') && uid != request.auth.uid"),
      /^others-membership: Users with the role editor in the organisation may change .* in the orgs\/{orgId}\/members\/{uid} of other members, create it with role, .*delete it/,
    ],
    [
      'those of organisations in which they are not',
      members('update', `request.auth.token.get('o', {}).size() == 1 && ${affects('disabled')}`),
      /^others-membership: Users with the role owner in another organisation may change disabled/,
    ],
    [
      'those of all, by a role of the app',
      members('update', `can('posts.publish') && ${affects('role')}`),
      /^others-membership: Users with the role admin may change role in the orgs.* of any member\./,
    ],
    [
      'the log of an organisation',
      "match /orgs/{orgId}/auditLog/{entry} { allow read: if canNowIn(orgId, 'notes.read'); }",
      /^engine-documents-read: Users with the role viewer in the organisation may read orgs\/{orgId}\/auditLog/,
    ],
    [
      'what is called members, everywhere',
      'match /{path=**}/members/{any} { allow read: if request.auth != null; }',
      /^engine-documents-read: Every signed-in user may read orgs\/{orgId}\/members/,
    ],
    [
      'what it cannot tell',
      members('update', `isOwnerOf(orgId) && ${affects('role')}`),
      /^cannot-tell: Cannot tell whether .* may change role in the orgs.* of any member/,
    ],
  ])('finds who may write or read %s', (_, rules, message) => {
    expect(found(rules, orgConfig)).toEqual([expect.stringMatching(message)]);
    expect(found(rules)).toEqual([]);
  });

  it('finds a rule for everything below an organisation, which gives members their own roles', () => {
    const rule = `match /orgs/{orgId}/{document=**} { allow write: if canNowIn(orgId, 'notes.write'); }`;
    const codes = found(rule, orgConfig).map((text) => text.split(':')[0]);
    expect(codes.toSorted()).toEqual(['engine-documents', 'others-membership']);
  });

  it.each([
    ['the block alone', ''],
    ['a name in the own membership', members('update', 'isMe(uid) && !changesAccess()')],
    ['memberships for the top role', members('write', "canNowIn(orgId, 'members.manage')")],
    [
      'notes of an organisation',
      'match /orgs/{orgId}/notes/{n} { allow write: if request.auth != null; }',
    ],
  ])('is content with %s', (_, rules) => {
    expect(found(rules, orgConfig)).toEqual([]);
  });

  it('calls the callables of organisations where members manage past them', () => {
    const config = defineConfig({
      ...appConfig,
      orgs: {
        roles: defineRoles({
          ranking: ['helper', 'owner'],
          permissions: { helper: ['members.manage'], owner: ['members.manage'] },
          initialRole: null,
        }),
        codes: { helper: 'h', owner: 'o' },
        can: { grantRoles: 'members.manage', listMembers: 'members.manage' },
      },
    });
    const rules = members(
      'update',
      `canNowIn(orgId, 'members.manage') && !isMe(uid) && ${affects('role')}`,
    );
    const [finding] = checkText(withBlock(rules, '{database}', config), config).findings;
    expect(finding?.code).toBe('past-the-ranks');
    expect(finding?.next).toContain('setMemberRole');
  });
});

describe('what users may do to the access of others', () => {
  it.each([
    [
      'a role that is not the top',
      any('update', `request.auth != null && ${affects('role')} && ${after}.role == 'admin'`),
      /^others-access: Every signed-in user may change role/,
    ],
    [
      'to promote, by holders of a role',
      any('update', `${editor} && ${affects('role')} && ${after}.role in ['editor', 'admin']`),
      /^others-access: Users with the role editor may change role/,
    ],
    [
      'to demote, from one role to another',
      any('update', `${editor} && resource.data.role == 'editor' && ${after}.role == 'viewer'`),
      /^others-access: Users with the role editor may change role/,
    ],
    [
      'to enable',
      any('update', `request.auth != null && ${affects('disabled')} && ${after}.disabled == false`),
      /^others-access: Every signed-in user may change disabled/,
    ],
    [
      'the id of a change',
      any('update', `request.auth != null && ${affects('changeId')}`),
      /^others-access: .* may change changeId/,
    ],
    [
      'the author of a change',
      any(
        'update',
        `${editor} && ${affects('updatedBy')} && ${after}.updatedBy == request.auth.uid`,
      ),
      /^others-access: Users with the role editor may change updatedBy/,
    ],
    [
      'the end of a role',
      any(
        'update',
        `request.auth != null && ${affects('roleExpiresAt')} && ${after}.roleExpiresAt is timestamp`,
      ),
      /^others-access: .* may change roleExpiresAt/,
    ],
    [
      'to sign out',
      any(
        'update',
        `request.auth != null && ${affects('sessionsRevokedAt')} && ${after}.sessionsRevokedAt == request.time`,
      ),
      /^others-access: .* may change sessionsRevokedAt/,
    ],
    [
      'to create with a role',
      any('create', `request.auth.uid != uid && ${after}.role == 'editor'`),
      /^others-access: Every signed-in user may create .* with role/,
    ],
    [
      'to delete',
      any('delete', `${editor} && uid != request.auth.uid && resource.data.role == 'viewer'`),
      /^others-access: Users with the role editor may delete/,
    ],
  ])('finds %s', (_, rules, message) => {
    expect(found(rules)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['profiles that moderators edit', `${editor} && ${affects('name')}`],
    [
      'a role that stays',
      `${editor} && ${affects('name', 'role')} && ${after}.role == resource.data.role`,
    ],
  ])('is content with %s', (_, condition) => {
    expect(found(any('update', condition))).toEqual([]);
  });
});

describe('when and as whom', () => {
  const change = affects('role');
  it.each([
    [
      'a recent sign-in',
      `request.time.toMillis() / 1000 - request.auth.token.auth_time < 300 && ${change}`,
    ],
    ['no verified address', `request.auth.token.email_verified == false && ${change}`],
    ['no address', `!('email' in request.auth.token) && ${change}`],
    [
      'an anonymous account',
      `request.auth.token.firebase.sign_in_provider == 'anonymous' && ${change}`,
    ],
    [
      'an account that is not anonymous',
      `request.auth.token.firebase.sign_in_provider != 'anonymous' && ${change}`,
    ],
    ['a provider', `request.auth.token.firebase.sign_in_provider == 'apple.com' && ${change}`],
    ['a tenant', `request.auth.token.firebase.tenant == 'acme' && ${change}`],
    ['a second factor', `request.auth.token.firebase.sign_in_second_factor == 'totp' && ${change}`],
    ['a short id', `uid.size() < 20 && ${change}`],
    ['an address as the id', `request.auth.token.email == uid && ${change}`],
  ])('finds what is open to users with %s', (_, condition) => {
    expect(found(own('update', condition))).toEqual([
      expect.stringMatching(/^own-access: Every signed-in user .*may change role/),
    ]);
  });

  it('finds rules that open one day, and says from when', () => {
    const later = (condition: string) => found(own('update', `${condition} && ${change}`));
    expect(later('request.time > timestamp.date(2099, 1, 1)')).toEqual([
      expect.stringMatching(
        /^own-access: From 2099-01-01 on, every signed-in user may change role/,
      ),
    ]);
    expect(
      later(
        'request.time > timestamp.date(2098, 1, 1) && request.time < timestamp.date(2098, 1, 3)',
      ),
    ).toHaveLength(1);
    expect(later('request.time.toMillis() > 4070908800000')).toHaveLength(1);
    expect(
      later('request.time > timestamp.date(2098, 1, 1) + duration.value(5, "d")'),
    ).toHaveLength(1);
    expect(later('request.time < timestamp.date(2020, 1, 1)')).toEqual([]);
  });
});

describe('people whose role does not count any more', () => {
  const mine = 'get(/databases/$(database)/documents/users/$(request.auth.uid)).data';

  it.each([
    [
      'is over',
      `${mine}.role == 'owner'`,
      /^others-access: Every signed-in user whose role owner is over may change role, /,
    ],
    [
      'is locked',
      `${mine}.role == 'owner' && !('roleExpiresAt' in ${mine})`,
      /^others-access: Every signed-in user whose account is disabled, with the role owner, may/,
    ],
  ])('finds rules that read a role that %s', (_, condition, message) => {
    expect(found(any('update', condition))).toContainEqual(expect.stringMatching(message));
  });

  it('finds what is open to those without a document', () => {
    const condition = '!exists(/databases/$(database)/documents/users/$(request.auth.uid))';
    expect(found(`match /invites/{id} { allow create: if ${condition}; }`)).toEqual([
      expect.stringMatching(/^engine-documents: Every signed-in user without a document may write/),
    ]);
  });

  it('is content with the role of this moment', () => {
    expect(found(any('update', "canNow('settings.change')"))).toEqual([]);
    expect(found(any('update', 'isSignedIn() && effectiveRole() == topRole()'))).toEqual([]);
  });
});

describe('live-claims’ own documents', () => {
  it.each(['auditLog', 'invites', 'jobs'])('finds who may list %s', (collection) => {
    expect(found(`match /${collection}/{id} { allow list: if request.auth != null; }`)).toEqual([
      expect.stringMatching(
        new RegExp(`^engine-documents-read: Every signed-in user may read ${collection}`),
      ),
    ]);
    expect(
      found(
        `match /${collection}/{id} { allow list: if request.auth != null && request.query.limit <= 10; }`,
      ),
    ).toHaveLength(1);
  });

  it('says of those who grant roles that they may write them, and not that they may grant', () => {
    const rule = "match /userClaims/{uid} { allow write: if canNow('roles.grant'); }";
    expect(found(rule)).toEqual([
      expect.stringMatching(/^engine-documents: Users with the role admin may write/),
    ]);
  });

  it('says of those who grant roles that they may read what only others may', () => {
    const config = defineConfig({
      roles: appConfig.roles,
      can: { grantRoles: 'roles.grant', readAudit: 'settings.change' },
    });
    const rules = withBlock("match /auditLog/{id} { allow read: if canNow('roles.grant'); }");
    const codes = checkText(rules, config).findings.map(({ code, message }) => [code, message]);
    expect(codes).toContainEqual([
      'engine-documents-read',
      expect.stringMatching(/^Users with the role admin may read auditLog/),
    ]);
  });
});

describe('which database', () => {
  const config = { ...appConfig, database: 'main' };
  const open = own('update', 'true');

  it('asks the rules for that of the configuration', () => {
    const rules = (database: string) =>
      checkText(withBlock(open, database), config).findings.map(({ code }) => code);
    expect(rules('main')).toEqual(['own-access']);
    expect(rules('{database}')).toEqual(['own-access']);
    const named = withBlock(own('update', "database == 'main'"));
    expect(checkText(named, config).findings.map(({ code }) => code)).toEqual(['own-access']);
  });

  it('takes the rules that firebase.json has for it', () => {
    const firestore = [
      { database: '(default)', rules: fileOf(withBlock(open)), indexes: null },
      { database: 'main', rules: fileOf(withBlock('')), indexes: null },
    ];
    expect(checkRules({ firestore }, config, NOW).findings).toEqual([]);
    expect(checkRules({ firestore }, appConfig, NOW).findings).toHaveLength(1);
  });

  it('does not call rules for another database in order', () => {
    const { inOrder, notLookedAt } = checkText(withBlock('', 'other'), config);
    expect(inOrder).not.toContain(CLEAN);
    expect(notLookedAt).toEqual([
      { what: 'what the rules allow', because: expect.stringContaining('main') },
    ]);
  });
});

describe('which rule', () => {
  it('calls a rule for every document a catch-all, also one around everything', () => {
    const top = `rules_version = '2';
service cloud.firestore {
  match /{d=**} { allow write: if request.auth != null; }
  match /databases/{database}/documents {
// <live-claims>
// </live-claims>
  }
}
`;
    expect(checkText(writeRules(top, appConfig)).findings.map(({ code }) => code)).toEqual([
      'catch-all',
    ]);
  });

  it('calls no catch-all what names a collection', () => {
    expect(
      found('match /{path=**}/users/{uid} { allow update: if request.auth.uid == uid; }'),
    ).toEqual([expect.stringMatching(/^own-access: /)]);
  });

  it('calls a rule that only reads a rule that reads', () => {
    expect(found('match /{d=**} { allow read: if request.auth != null; }')).toEqual([
      expect.stringMatching(/^engine-documents-read: .* may read auditLog, invites and jobs/),
    ]);
  });
});

describe('what cannot be told', () => {
  const admins = 'exists(/databases/$(database)/documents/admins/$(request.auth.uid))';

  it('is about reading where the rule reads', () => {
    expect(found(`match /auditLog/{id} { allow read: if ${admins}; }`)).toEqual([
      expect.stringMatching(
        /^cannot-tell: Cannot tell whether every signed-in user may read auditLog/,
      ),
    ]);
  });

  it('names the whole of what it depends on, and not what a write can meet', () => {
    const long = `exists(/databases/$(database)/documents/organisations/$(resource.data.organisation)/administrators/$(request.auth.uid))`;
    const [only = ''] = found(own('update', `${after}.name is string && ${long}`));
    expect(only).toContain(`it depends on \`${long}\``);
  });

  it('says of rules that double their work with every line that they cannot be followed', () => {
    const calls = Array.from(
      { length: 19 },
      (_, at) => `function f${at}(x) { return f${at + 1}(x) || f${at + 1}(x); }`,
    );
    const last = `function f19(x) { return ${after}.get('name', '').size() == x; }`;
    const rules = found(`${calls.join('\n')} ${last} ${own('update', 'f0(1)')}`);
    expect(rules).toEqual([
      expect.stringMatching(/^cannot-tell: .* it is too long, or too deep, to be followed\.$/),
    ]);
  });
});
