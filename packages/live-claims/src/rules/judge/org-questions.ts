import { accessFieldsOf, type OrgTable, permissionsOf } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import { othersChanges, ownChanges } from './access-changes.ts';
import { type Asker, ORG } from './askers.ts';
import {
  type Common,
  creationsOf,
  deleting,
  engineWrites,
  exactly,
  membershipsFor,
  othersFor,
  type Question,
  reads,
  updatesOf,
} from './question.ts';
import { bool, type FieldValues, text } from './values.ts';

/**
 * What a person may not do in an organisation: give themselves or others a role there, write its log or its invites,
 * or read them. Asked of an organisation in which they are no member, or one below the top role; a role of the app, or
 * of another organisation, is none in it.
 */
export function aboutMemberships(
  options: RulesOptions,
  asker: Asker,
  now: number,
): readonly Question[] {
  const { orgs } = options;
  if (orgs === undefined) return [];
  // Of a membership: the same fields, by the table of organisations.
  const there = { ...options, roles: orgs, claims: undefined, orgs: undefined };
  const asMember = { ...asker, role: asker.member?.orgId === ORG ? asker.member.role : null };
  return [
    ...(asker.kind === 'nobody' ? [] : aboutOwn(options, there, asker, asMember, now)),
    ...aboutOthers(options, there, asker, asMember, now),
    ...aboutDocuments(options, orgs, asker, asMember.role),
  ];
}

/** The fields of a membership that decide, or say which change it was. */
function fieldsOf(there: RulesOptions): readonly string[] {
  // The sessions are those of the account.
  return accessFieldsOf(there).filter((field) => field !== there.fields.sessionsRevokedAt);
}

function aboutOwn(
  options: RulesOptions,
  there: RulesOptions,
  asker: Asker,
  asMember: Asker,
  now: number,
): readonly Question[] {
  const { fields, roles } = there;
  const { role } = asMember;
  const common = commonFor(options, asker, asker.uid);
  const standing = role === null ? {} : { [fields.role]: text(role) };
  return [
    ...fieldsOf(there).map((field) =>
      updatesOf('own-membership', common, field, standing, (samples) =>
        ownChanges(field, there, asMember, samples, now),
      ),
    ),
    // A member has a document.
    ...(role === null
      ? [
          creationsOf('own-membership', common, fields.role, () =>
            roles.ranking.toReversed().map(text),
          ),
        ]
      : []),
  ];
}

function aboutOthers(
  options: RulesOptions,
  there: RulesOptions,
  asker: Asker,
  asMember: Asker,
  now: number,
): readonly Question[] {
  const { fields, roles } = there;
  const common = commonFor(options, asker, asker.other);
  const ranking = roles.ranking.toReversed().map(text);
  const deleted: readonly FieldValues[] = [
    ...ranking.map((role) => ({ [fields.role]: role })),
    { [fields.disabled]: bool(true) },
  ];
  const deletion = exactly(
    'others-membership',
    'delete',
    common,
    null,
    deleted.map((before) => ({ facts: deleting(before) })),
  );
  return [
    ...fieldsOf(there).map((field) =>
      updatesOf('others-membership', common, field, {}, (samples) =>
        othersChanges(field, there, asMember, samples, now),
      ),
    ),
    creationsOf('others-membership', common, fields.role, () => ranking),
    { ...deletion, outlines: [{ facts: deleting({}) }] },
  ];
}

/** A membership of this organisation, and what is known beside it. */
function commonFor(options: RulesOptions, asker: Asker, uid: string): Common {
  const { orgs, members } = options.collections;
  const path = `${orgs}/${ORG}/${members}/${uid}`;
  return { path, others: withoutPath(knownTo(options, asker), path) };
}

const knownTo = (options: RulesOptions, asker: Asker) =>
  new Map([...othersFor(options, asker, false), ...membershipsFor(options, asker)]);

/** What is written is not what is looked up. */
const withoutPath = (others: Common['others'], path: string) =>
  new Map([...others].filter(([known]) => known !== path));

/** The log and the invites of an organisation, and its members' documents as others see them. */
function aboutDocuments(
  options: RulesOptions,
  { can, ...table }: OrgTable,
  asker: Asker,
  role: string | null,
): readonly Question[] {
  const { orgs, members, audit, invites } = options.collections;
  const others = knownTo(options, asker);
  const holds = (permission: string) =>
    (permissionsOf(table, role) as readonly string[]).includes(permission);
  const of = (collection: string) => `${orgs}/{orgId}/${collection}`;
  const below = (collection: string, id: string) => `${orgs}/${ORG}/${collection}/${id}`;
  const read = [
    [audit, 'entry', can.readAudit],
    [invites, 'invite', can.grantRoles],
    [members, asker.other, can.listMembers],
  ] as const;
  return [
    ...[
      [audit, 'entry'],
      [invites, 'invite'],
    ].flatMap(([collection = '', id = '']) =>
      engineWrites({ path: below(collection, id), others }, of(collection)),
    ),
    ...read
      .filter(([, , permission]) => !holds(permission))
      .flatMap(([collection, id]) =>
        reads({ path: below(collection, id), others }, of(collection)),
      ),
  ];
}
