import type { Check } from '../support/check.ts';
import type { Documents, Request } from '../support/rules-project.ts';
import { members, seeded, uidOf } from './members.ts';
import { CHECKS_IN, MAY, PERMISSIONS } from './org-app.ts';

const NONE = ['none', 'none', 'none'] as const;

/** A question of this member to the rules. */
function asks(
  name: string,
  what: string,
  request: Request,
  allowed: boolean,
  given: Documents = {},
): Check {
  const member = members[name];
  if (member === undefined) throw new Error(`There is no member "${name}".`);
  const { documents, caller } = seeded(name, member);
  return {
    name: `${name}: ${what}`,
    settings: member.settings ?? null,
    given: { ...documents, ...given },
    caller,
    request,
    allowed,
  };
}

/** Every member, with every check, for every permission, here and there. */
export const matrix: readonly Check[] = Object.entries(members).flatMap(
  ([name, { inAcme, inGlobex = NONE }]) =>
    Object.entries({ acme: inAcme, globex: inGlobex, other: NONE }).flatMap(([orgId, roles]) =>
      CHECKS_IN.flatMap((check, index) =>
        PERMISSIONS.map((permission) => {
          const may: readonly string[] = MAY[roles[index as 0]];
          const path = `${check}/${orgId}/${permission}/any`;
          return asks(name, `get ${path}`, { get: path }, may.includes(permission));
        }),
      ),
    ),
);

/** In which organisations a note can be, by what its field says; and paths that lead elsewhere. */
const NOTES = {
  acme: { orgId: 'acme' },
  globex: { orgId: 'globex' },
  nowhere: {},
  list: { orgId: ['acme'] },
  slash: { orgId: 'acme/members/x' },
} as const;

const READERS = [
  'viewer',
  'owner of the other',
  'owner of the app',
  'removed',
  'one of many organisations, not named',
];

const roleIn = (name: string, orgId: string, check: number) => {
  const { inAcme, inGlobex = NONE } = members[name] as (typeof members)[string];
  return orgId === 'acme' ? inAcme[check as 0] : orgId === 'globex' ? inGlobex[check as 0] : 'none';
};

/** Notes with their organisation in a field: one by one, by queries, and by queries of a collection group. */
export const fields: readonly Check[] = READERS.flatMap((name) =>
  CHECKS_IN.flatMap((check, index) => {
    const given = Object.fromEntries(
      Object.entries(NOTES).flatMap(([id, note]) => [
        [`${check}ByField/${id}`, note],
        [`somewhere/deep/${check}Group/${id}`, note],
      ]),
    );
    const mayRead = (orgId: string) => MAY[roleIn(name, orgId, index)].length > 0;
    const mayWrite = (orgId: string) => MAY[roleIn(name, orgId, index)].length > 1;
    return [
      ...Object.keys(NOTES).map((id) => {
        const path = `${check}ByField/${id}`;
        return asks(name, `get ${path}`, { get: path }, mayRead(id), given);
      }),
      ...Object.entries(NOTES).map(([id, note]) => {
        const path = `${check}ByField/new-${id}`;
        return asks(name, `create ${path}`, { create: path, fields: note }, mayWrite(id), given);
      }),
      ...['acme', 'globex', 'other'].flatMap((orgId) => {
        const where = { orgId };
        return [
          asks(
            name,
            `${check}: list notes of ${orgId}`,
            { list: `${check}ByField`, where },
            mayRead(orgId),
            given,
          ),
          asks(
            name,
            `${check}: a group of ${orgId}`,
            { group: `${check}Group`, where },
            mayRead(orgId),
            given,
          ),
        ];
      }),
      asks(name, `${check}: list all notes`, { list: `${check}ByField` }, false, given),
      asks(name, `${check}: all of a group`, { group: `${check}Group` }, false, given),
    ];
  }),
);

const BELOW = {
  members: { path: 'members/another', by: 'notes.read' },
  invites: { path: 'invites/open', by: 'members.manage' },
  audit: { path: 'auditLog/entry', by: 'members.manage' },
} as const;

const READ_BY = [
  ...READERS,
  'editor',
  'owner',
  'ended',
  'disabled account',
  'editor in a lockdown',
];

/** The documents below an organisation: read by its people, written by no client. */
export const documents: readonly Check[] = READ_BY.flatMap((name) =>
  ['acme', 'globex'].flatMap((orgId) => [
    ...Object.values(BELOW).flatMap(({ path: below, by }) => {
      const path = `orgs/${orgId}/${below}`;
      const collection = path.replace(/\/[^/]+$/, '');
      const given = { [path]: { role: 'viewer', uid: 'another' } };
      const may: readonly string[] = MAY[roleIn(name, orgId, 2)];
      const written: Request[] = [
        { create: `${collection}/new`, fields: { role: 'viewer' } },
        { update: path, fields: { role: 'owner' } },
        { delete: path },
      ];
      return [
        asks(name, `get ${path}`, { get: path }, may.includes(by), given),
        asks(name, `list ${collection}`, { list: collection }, may.includes(by), given),
        ...written.map((request) =>
          asks(name, `write ${JSON.stringify(request)}`, request, false, given),
        ),
      ];
    }),
    asks(
      name,
      `get their own membership of ${orgId}`,
      { get: `orgs/${orgId}/members/${uidOf(name)}` },
      true,
    ),
    asks(
      name,
      `list their own membership of ${orgId}`,
      { list: `orgs/${orgId}/members`, where: { uid: uidOf(name) } },
      roleIn(name, orgId, 2) !== 'none',
    ),
    asks(name, `get orgs/${orgId}`, { get: `orgs/${orgId}` }, false),
    asks(
      name,
      'make themselves owner',
      { update: `orgs/${orgId}/members/${uidOf(name)}`, fields: { role: 'owner' } },
      false,
    ),
    asks(
      name,
      'join',
      {
        create: `orgs/${orgId}/members/new-${uidOf(name)}`,
        fields: { role: 'owner', uid: uidOf(name) },
      },
      false,
    ),
  ]),
);

/** Claims of the app's own, memberships by their group, and the fields of users/{uid} that these follow. */
export const claims: readonly Check[] = [
  ...(
    [
      ['with a plan', 'ofPlan/pro', true],
      ['with a plan', 'ofPlan/free', false],
      ['with a plan', 'ofArea/north', true],
      ['with a plan', 'ofNoClaim/a', true],
      ['with a plan', 'ofNoClaim/plan', false],
      ['editor', 'ofPlan/pro', false],
      ['editor', 'ofNoClaim/plan', true],
      ['editor', 'ofNoClaim/o', true],
      ['of a tenant', 'ofNoClaim/plan', true],
      ['with a plan in a tenant', 'ofPlan/pro', false],
      ['with a plan and no version', 'ofPlan/pro', false],
    ] as const
  ).map(([name, path, allowed]) => asks(name, `get ${path}`, { get: path }, allowed)),
  ...['plan', 'salesArea', 'orgs', 'orgs.acme', 'role'].map((field) =>
    asks(
      'editor',
      `write users/{uid}.${field}`,
      { update: 'users/editor', fields: { [field]: 'x' } },
      false,
    ),
  ),
  asks(
    'editor',
    'write their nickname',
    { update: 'users/editor', fields: { nickname: 'x' } },
    true,
  ),
  asks(
    'editor',
    'a group of their own memberships',
    { group: 'members', where: { uid: 'editor' } },
    false,
  ),
];

/** What has the names of the documents below an organisation, and is elsewhere. */
export const elsewhere: readonly Check[] = ['members/owner', 'invites/open', 'auditLog/entry']
  .flatMap((below) => [
    ...['clubs/acme', 'deep/down/orgs/acme', 'orgs/acme/teams/red'].map(
      (above) => `${above}/${below}`,
    ),
    `orgs/acme/${below}/below/it`,
  ])
  .concat('orgs/acme/other/owner')
  .map((path) => asks('owner', `get ${path}`, { get: path }, false, { [path]: { uid: 'owner' } }));

/** Memberships of one editor in organisations whose ids are such, and no others, as `isOrgId` takes. */
const IDS: Readonly<Record<string, boolean>> = {
  a__b: true,
  'A-1_': true,
  ['x'.repeat(64)]: true,
  ['x'.repeat(65)]: false,
  __x: false,
  'a.b': false,
  'a b': false,
};

export const ids: readonly Check[] = Object.entries(IDS).map(([id, allowed]) => {
  const given = { [`orgs/${id}/members/editor`]: { role: 'editor' } };
  const path = `canNowIn/${encodeURIComponent(id)}/notes.read/any`;
  return asks('editor', `get ${path}`, { get: path }, allowed, given);
});
