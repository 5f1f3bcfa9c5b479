import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  CHECKS,
  DEFAULT_NAMES,
  defineConfig,
  defineRoles,
  MAX_SESSIONS,
  type Roles,
} from '../core/index.ts';
import type { RulesOptions } from './rules-options.ts';
import { differences, writeRules } from './write-rules.ts';

const roles = defineRoles({
  ranking: ['guest', 'nurse', 'chief_doctor'],
  permissions: { guest: [], nurse: ['charts:read'], chief_doctor: ['charts:read', 'staff.hire'] },
  initialRole: 'guest',
});

/** An app that shares no name with the demo. */
const clinic: RulesOptions = {
  roles,
  directory: true,
  receipts: true,
  can: { listUsers: 'charts:read', grantRoles: 'staff.hire', readAudit: 'staff.hire' },
  collections: {
    users: 'staff',
    markers: 'badges',
    audit: 'journal',
    settings: 'doors',
    invites: 'offers',
    jobs: 'batches',
    changes: 'orders',
    skipped: 'leftOut',
    directory: 'listing',
    clients: 'desks',
    rateLimits: 'counters',
    orgs: 'wards',
    members: 'nurses',
  },
  fields: {
    role: 'position',
    expiresAt: 'positionEnds',
    disabled: 'suspended',
    sessionsRevokedAt: 'sessionsEnded',
    orgs: 'posts',
    changeId: 'change',
    updatedBy: 'editor',
    updatedAt: 'edited',
    email: 'mail',
    displayName: 'name',
    photoURL: 'portrait',
    createdAt: 'joined',
  },
};

/** The same with organisations and claims of its own. */
const { orgs, claims } = defineConfig({
  roles,
  can: { grantRoles: 'staff.hire' },
  claims: {
    plan: { from: 'plan', schema: v.string() },
    area: { from: 'salesArea', claim: 'a', schema: v.string() },
  },
  orgs: {
    roles: defineRoles({
      ranking: ['viewer', 'editor', 'owner'],
      permissions: {
        viewer: ['notes.read'],
        editor: ['notes.read', 'notes.write'],
        owner: ['notes.read', 'notes.write', 'members.manage'],
      },
      initialRole: null,
    }),
    codes: { viewer: 'v', editor: 'e', owner: 'o' },
    can: { grantRoles: 'members.manage', listMembers: 'notes.read' },
  },
});
const inWards: RulesOptions = { ...clinic, claims, orgs };

const source = `rules_version = '2';
service cloud.firestore {
match /databases/{database}/documents {
match /charts/{id} {
  allow read: if can('charts:read');
}
  // <live-claims>
  function outdated() { return 1; }
  // </live-claims>
// after
}
}
`;

/** A function of the block, in one line. */
const functionIn = (rules: string, name: string): string =>
  (new RegExp(`function ${name}\\([^]*?\\n  }`).exec(rules)?.[0] ?? '').replaceAll(/\s+/g, ' ');

it('replaces what stands between the markers and leaves the rest alone', () => {
  const written = writeRules(source, clinic);
  expect(written).toMatch(
    /\nmatch \/charts\/\{id\} \{\n {2}allow read: if can\('charts:read'\);\n\}/,
  );
  expect(written).toMatch(/\n {2}\/\/ <\/live-claims>\n\/\/ after\n\}\n\}\n$/);
  expect(written).not.toContain('outdated');
});

it('writes the roles, lowest first, and what each may do', () => {
  const written = writeRules(source, clinic);
  expect(functionIn(written, 'permissionsByRole')).toContain(
    "{ 'guest': [], 'nurse': ['charts:read'], 'chief_doctor': ['charts:read', 'staff.hire'] }",
  );
  expect(functionIn(written, 'topRole')).toContain("return 'chief_doctor';");
});

it('takes every name of a collection and of a field of the user’s document from its options', () => {
  const block = writeRules(source, clinic);
  // What no client may read is named by no rule.
  const { changes, rateLimits, orgs, members, ...visible } = clinic.collections;
  for (const name of Object.values(visible)) expect(block).toContain(`/${name}/`);
  for (const name of Object.values(DEFAULT_NAMES.collections)) {
    expect(block).not.toMatch(new RegExp(`/${name}\\b`));
  }
  expect(functionIn(block, 'accessFields')).toContain(
    "['position', 'positionEnds', 'suspended', 'sessionsEnded', 'change', 'editor']",
  );
  expect(functionIn(block, 'effectiveRole')).toContain("user.get('position', null)");
  expect(functionIn(block, 'effectiveRole')).toContain("user.get('positionEnds', null)");
  expect(functionIn(block, 'hasValidSession')).toContain("user.get('suspended', false)");
  expect(functionIn(block, 'hasValidSession')).toContain("user.get('sessionsEnded', null)");
});

it('opens the engine’s documents by the permissions that it is given', () => {
  const block = writeRules(source, clinic);
  expect(block).toContain("match /journal/{entry} {\n    allow read: if canNow('staff.hire');");
  expect(block).toContain("allow get: if isMe(uid) || canNow('charts:read');");
});

it('opens them to no role without a permission, and the own marker to its owner still', () => {
  const can = { listUsers: null, grantRoles: null, readAudit: null };
  const block = writeRules(source, { ...clinic, can });
  expect(block.match(/^ *match .*$/gm)?.map((line) => line.trim())).toEqual([
    'match /databases/{database}/documents {',
    'match /charts/{id} {',
    'match /badges/{uid} {',
    'match /badges/{uid}/desks/{place} {',
    'match /doors/access {',
  ]);
  expect(block).toContain('match /badges/{uid} {\n    allow get: if isMe(uid);\n  }');
});

it('has nothing about receipts in an app without them', () => {
  const block = writeRules(source, { ...clinic, receipts: false });
  expect(block).not.toMatch(/[Rr]eceipt|desks|Session\(\) \{|takesChange/);
});

it('has a place for each of the sessions that are recorded, and for no other', () => {
  const [, places] = /place\.matches\('(.*?)'\)/.exec(writeRules(source, clinic)) ?? [];
  const isPlace = (text: string) => new RegExp(`^(?:${places})$`).test(text);
  const all = Array.from({ length: 1000 }, (_, place) => String(place));
  expect(all.filter(isPlace)).toEqual(all.slice(0, MAX_SESSIONS));
  expect(['', '00', 'a', '1 ', '-1'].filter(isPlace)).toEqual([]);
});

it.each([
  ['by default', undefined, [false, true, true]],
  ['at no check', [], [false, false, false]],
  ['at canNow alone', ['document'], [false, false, true]],
  ['at each of them', ['token', 'marker', 'document'], [true, false, true]],
] as const)('asks for a lockdown %s', (_, lockdownChecks, asks) => {
  const block = writeRules(source, {
    ...clinic,
    lockdownChecks: lockdownChecks && { rules: lockdownChecks },
  });
  const asking = ['can', 'canCurrent', 'canNow'].map((check) =>
    functionIn(block, check).includes('&& passesLockdown()'),
  );
  // canCurrent() includes can(), which then asks for both.
  expect(asking).toEqual(asks);
});

it('asks at no check of the token alone: canCurrent() includes can()', () => {
  expect(() => writeRules(source, { ...clinic, lockdownChecks: { rules: ['token'] } })).toThrow(
    'needs "marker" as well',
  );
});

it('says in its comment what each check looks up', () => {
  expect(writeRules(source, clinic)).toContain('can(permission)         the token: nothing');
  const every = { ...clinic, lockdownChecks: { rules: CHECKS } };
  expect(writeRules(source, every)).toContain('can(permission)         the token: doors/access');
});

it.each([
  ['an app without organisations', clinic],
  ['one with them', inWards],
])('changes nothing when it runs again, for %s', (_, options) => {
  const once = writeRules(source, options);
  expect(writeRules(once, options)).toBe(once);
});

describe('for an app with organisations and claims of its own', () => {
  it('leaves nothing of it with an app that has none', () => {
    const block = writeRules(source, clinic);
    expect(block).not.toMatch(/(can|Current|Now)In\(|claim\(|additionalClaims|[Oo]rg/);
  });

  it('takes the names of its collections and fields from its options', () => {
    const block = writeRules(source, inWards);
    for (const name of ['wards/{orgId}/nurses', 'wards/{orgId}/journal', 'wards/{orgId}/offers']) {
      expect(block).toContain(`match /${name}/`);
    }
    const effective = functionIn(block, 'effectiveRoleIn');
    expect(effective).toContain('/documents/wards/$(orgId)/nurses/$(request.auth.uid)).data');
    for (const field of ['position', 'positionEnds', 'suspended']) {
      expect(effective).toContain(`member.get('${field}', `);
    }
    expect(functionIn(block, 'accessFields')).toContain("'editor', 'plan', 'salesArea', 'posts' ]");
  });

  it('writes its roles with their codes, lowest first, and what each may do', () => {
    const block = writeRules(source, inWards);
    expect(functionIn(block, 'permissionsByOrgRole')).toContain(
      "{ 'viewer': ['notes.read'], 'editor': ['notes.read', 'notes.write'], 'owner': ['notes.read', 'notes.write', 'members.manage'] }",
    );
    expect(functionIn(block, 'orgRolesByCode')).toContain(
      "{ 'v': 'viewer', 'e': 'editor', 'o': 'owner' }",
    );
    expect(functionIn(block, 'claimNames')).toContain("{ 'plan': 'plan', 'area': 'a' }");
  });

  it.each([
    ['claims of its own alone', { claims }, ['plan', 'a']],
    ['organisations alone', { orgs }, ['o', 'ox', 'om']],
    ['both', { claims, orgs }, ['plan', 'a', 'o', 'ox', 'om']],
  ])('compares all of token and marker, with %s', (_, beside, names) => {
    const block = writeRules(source, { ...clinic, ...beside });
    const compared = functionIn(block, 'additionalClaimsMatch').matchAll(/marker, '(\w+)'/g);
    expect([...compared].map(([, name]) => name)).toEqual(names);
    expect(functionIn(block, 'tokenIsCurrent')).toContain('&& additionalClaimsMatch(marker)');
    expect(block.includes('function canIn(')).toBe('orgs' in beside);
    expect(block.includes('function claim(')).toBe('claims' in beside);
  });

  it.each([
    ['by default', undefined, [false, true, true]],
    ['at no check', [], [false, false, false]],
    ['at canNowIn alone', ['document'], [false, false, true]],
    ['at each of them', ['token', 'marker', 'document'], [true, false, true]],
  ] as const)('asks for a lockdown %s', (_, rules, asks) => {
    const block = writeRules(source, { ...inWards, lockdownChecks: rules && { rules } });
    const asking = ['canIn', 'canCurrentIn', 'canNowIn'].map((check) =>
      functionIn(block, check).includes('&& passesLockdown()'),
    );
    expect(asking).toEqual(asks);
  });

  it.each(['canIn', 'canCurrentIn', 'canNowIn'])(
    'refuses a permission of the app in %s()',
    (call) => {
      const asking = (permission: string) =>
        source.replace(
          "can('charts:read')",
          `${call}(get(/charts/$(id)).data.get('ward', ''), '${permission}')`,
        );
      expect(writeRules(asking('notes.read'), inWards)).toContain(`, 'notes.read')`);
      expect(() => writeRules(asking('charts:read'), inWards)).toThrow(
        "'charts:read'), but no role of an organisation holds that permission.",
      );
    },
  );

  it('refuses a permission of organisations without one, and a claim that there is not', () => {
    const asking = (call: string) => source.replace("can('charts:read')", call);
    expect(() => writeRules(asking("can('notes.read')"), inWards)).toThrow('no role of the table');
    expect(writeRules(asking("claim('area') == 'x'"), inWards)).toContain("claim('area') ==");
    expect(() => writeRules(asking("claim('a') == 'x'"), inWards)).toThrow(
      "The rules ask claim('a'), but the configuration has no claim of that name.",
    );
  });

  it('refuses functions of the app that have the names of its checks', () => {
    const own = (name: string) =>
      source.replace(
        '// <live-claims>',
        (line) => `function ${name}(id) { return true; }\n  ${line}`,
      );
    for (const name of ['canIn', 'canCurrentIn', 'canNowIn', 'claim']) {
      expect(() => writeRules(own(name), inWards)).toThrow(`a function ${name}() of their own`);
      expect(() => writeRules(own(name), clinic)).not.toThrow();
    }
    expect(writeRules(own('isOrgId'), inWards)).toContain('lcIsOrgId(orgId) &&');
  });

  it('has no line that is wider than 100 characters, but for a path that it looks up', () => {
    const lines = writeRules(source, inWards).split('\n');
    expect(lines.filter((line) => line.length > 100 && !line.includes('get(/databases'))).toEqual(
      [],
    );
  });

  it('lets no code and no name of a claim write rules', () => {
    const badCode = { ...orgs, codes: { ...orgs?.codes, owner: "o': '" } };
    const badClaim = { plan: { ...claims.plan, claim: "plan'" } };
    for (const bad of [{ orgs: badCode as RulesOptions['orgs'] }, { claims: badClaim }]) {
      expect(() => writeRules(source, { ...inWards, ...bad })).toThrow(/cannot stand in rules/);
    }
  });
});

it('breaks a role with many permissions into lines of at most 100 characters', () => {
  const many = Array.from({ length: 12 }, (_, index) => `permission.number-${index}`);
  const table = {
    ...roles,
    permissions: { ...roles.permissions, nurse: ['charts:read', ...many] },
  };
  const written = writeRules(source, { ...clinic, roles: table }).split('\n');
  expect(written).toContain("        'permission.number-11'");
  expect(written.filter((line) => line.length > 100)).toEqual([]);
});

it.each([
  ['no start marker', source.replace('// <live-claims>', ''), /found 0/],
  [
    'no end marker',
    source.replace('// </live-claims>', ''),
    /<\/live-claims>" in the rules, found 0/,
  ],
  ['two blocks', source + source, /found 2/],
  ['a second end marker', `${source}// </live-claims>\n`, /<\/live-claims>" in the rules, found 2/],
  ['markers in the wrong order', '// </live-claims>\n// <live-claims>\n', /must come after/],
])('refuses a file with %s', (_, file, message) => {
  expect(() => writeRules(file, clinic)).toThrow(message);
});

it.each([
  "x': [], 'admin",
  'back\\slash',
  'two words',
  'line\nbreak',
  'trailing\n',
  '',
  'ümlaut',
  'a'.repeat(65),
])('lets no name write rules: %j', (name) => {
  const role: Roles = { ...roles, ranking: [name], permissions: { [name]: ['charts:read'] } };
  const permission: Roles = {
    ...roles,
    permissions: { ...roles.permissions, nurse: ['charts:read', name] },
  };
  const { collections, fields, can } = clinic;
  for (const options of [
    { ...clinic, roles: role },
    { ...clinic, roles: permission },
    { ...clinic, collections: { ...collections, jobs: name } },
    { ...clinic, fields: { ...fields, role: name } },
    { ...clinic, can: { ...can, readAudit: name } },
  ]) {
    expect(() => writeRules(source, options)).toThrow(/cannot stand in rules/);
  }
});

it.each(['{uid}', '{path=**}', 'a/b', 'a.b'])(
  'takes no %j for the name of a collection',
  (name) => {
    const collections = { ...clinic.collections, users: name };
    expect(() => writeRules(source, { ...clinic, collections })).toThrow(/cannot stand in rules/);
  },
);

it.each(['can', 'canCurrent', 'canNow'])(
  'refuses a misspelt permission in %s(), which would refuse every user',
  (call) => {
    const misspelt = source.replace("can('charts:read')", `${call}('charts:raed')`);
    expect(() => writeRules(misspelt, clinic)).toThrow(`The rules ask ${call}('charts:raed')`);
  },
);

it('refuses a permission for the engine’s documents that no role holds', () => {
  const can = { ...clinic.can, readAudit: 'journal.read' };
  expect(() => writeRules(source, { ...clinic, can })).toThrow("canNow('journal.read')");
});

it.each([
  ['a changed line', 'a\nb\nc', 'a\nx\nc', ['- b', '+ x']],
  ['an added line', 'a\nc', 'a\nb\nc', ['+ b']],
  ['a doubled line', 'a\na\nb', 'a\nb', ['- a']],
  ['swapped lines', 'a\nb', 'b\na', ['- a', '- b', '+ b', '+ a']],
  ['nothing', 'a\nb', 'a\nb', []],
])('shows %s', (_, before, after, shown) => {
  expect(differences(before, after)).toEqual(shown);
});
