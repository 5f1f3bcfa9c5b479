import { accessFieldsOf, permissionsOf } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import { ENDED, othersChanges, ownChanges, type Samples, standingsOf } from './access-changes.ts';
import type { Asker } from './askers.ts';
import type { Attempt } from './judge.ts';
import { aboutMemberships } from './org-questions.ts';
import {
  creationsOf,
  deleting,
  engineWrites,
  exactly,
  othersFor,
  type Question,
  reads,
  updatesOf,
  valuesOf,
} from './question.ts';
import { bool, type Facts, type FieldValues, text, timestamp, type Value } from './values.ts';

/** Every attempt of a person that the rules should refuse, at this time (milliseconds since the Unix epoch). */
export function questionsOf(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  return [
    ...(['nobody', 'member'].includes(asker.kind) || hadRole(asker)
      ? []
      : aboutOwnDocument(options, asker, now)),
    ...(asker.kind === 'member'
      ? []
      : [...aboutOthers(options, asker, now), ...aboutEngineDocuments(options, asker)]),
    ...(hadRole(asker) ? [] : aboutMemberships(options, asker, now)),
  ].map((question) => ({ ...question, otherwise: otherwiseFor(options, asker) }));
}

/** Their own document is asked about as that of a person without a role. */
const hadRole = ({ standing }: Asker) => standing === 'none' || Object.keys(standing).length > 0;

/** Documents of live-claims that rules must not count on: a marker comes with the first sync, access settings may. */
const otherwiseFor = ({ collections }: RulesOptions, { uid }: Asker): Attempt['otherwise'] => {
  const facts: Facts = { ...deleting({}), fixed: true };
  return new Map<string, Value | null>([
    [`${collections.markers}/${uid}`, null],
    [`${collections.settings}/access`, { type: 'document', facts, side: 'before' }],
  ]);
};

function aboutOwnDocument(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  const { collections, fields, roles } = options;
  const { role, uid, other } = asker;
  const common = {
    path: `${collections.users}/${uid}`,
    others: othersFor(options, asker, true),
  };
  // Without a role there may stand one that is over, or a text that is none.
  const standing = role === null ? {} : { [fields.role]: text(role) };
  const updates = accessFieldsOf(options).map((field) =>
    updatesOf('own-access', common, field, standing, (samples) =>
      ownChanges(field, options, asker, samples, now),
    ),
  );
  // Without a document there is no role to keep; the one that new accounts get is no harm.
  const granted = roles.ranking
    .slice(role === null ? 0 : roles.ranking.indexOf(role))
    .filter((name) => name !== roles.initialRole)
    .toReversed()
    .map(text);
  const named = (field: string) => (samples: Samples) =>
    valuesOf(field, samples, now, other).filter(
      (value) => value.type !== 'string' || value.value !== uid,
    );
  // Of a document that locks them out, or their session.
  const locks = [
    [fields.disabled, bool(true)],
    [fields.disabled, text('something-else')],
    [fields.sessionsRevokedAt, timestamp(now - ENDED)],
  ] as const;
  return [
    ...updates,
    creationsOf('own-creation', common, fields.role, () => granted),
    ...furtherFields(options).map((field) =>
      creationsOf('own-creation', common, field, named(field)),
    ),
    ...locks.map(
      ([about, lock]): Question => ({
        ...common,
        ...{ subject: 'own-deletion', operation: 'delete', about },
        outlines: [{ facts: deleting({ [about]: lock }) }],
        cases: ({ words }) =>
          standingsOf(role, words, options).map((its) => ({
            facts: deleting({ [fields.role]: its, [about]: lock }),
          })),
      }),
    ),
  ];
}

/** Access fields that say something else than whether an account has a role: who changed it, and further claims. */
function furtherFields(options: RulesOptions): readonly string[] {
  const { role, expiresAt, disabled, sessionsRevokedAt } = options.fields;
  const own = [role, expiresAt, disabled, sessionsRevokedAt];
  return accessFieldsOf(options).filter((field) => !own.includes(field));
}

function aboutOthers(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  const { collections, fields, roles } = options;
  const { uid, other } = asker;
  const common = {
    path: `${collections.users}/${other}`,
    others: othersFor(options, asker, false),
  };
  const updates = accessFieldsOf(options).map((field) =>
    updatesOf('others-access', common, field, {}, (samples) =>
      othersChanges(field, options, asker, samples, now),
    ),
  );
  const ranking = roles.ranking.toReversed().map(text);
  const deleted: readonly FieldValues[] = [
    ...ranking.map((role) => ({ [fields.role]: role })),
    { [fields.role]: null },
    { [fields.disabled]: bool(true) },
  ];
  return [
    ...updates,
    creationsOf('others-access', common, fields.role, () => ranking),
    creationsOf('others-access', common, fields.disabled, () => [bool(true)]),
    ...furtherFields(options).map((field) =>
      creationsOf('others-access', common, field, (samples) => valuesOf(field, samples, now, uid)),
    ),
    {
      ...exactly(
        'others-access',
        'delete',
        common,
        null,
        deleted.map((before) => ({ facts: deleting(before) })),
      ),
      outlines: [{ facts: deleting({}) }],
    },
  ];
}

function aboutEngineDocuments(options: RulesOptions, asker: Asker): readonly Question[] {
  const { collections, roles, can } = options;
  const { role, uid, other } = asker;
  const { markers, audit, settings, invites, jobs, changes, skipped, rateLimits } = collections;
  const others = othersFor(options, asker, false);
  const aboutOf = (path: string) => path.split('/')[0] ?? '';
  const written = [
    `${markers}/${uid}`,
    `${audit}/entry`,
    `${settings}/access`,
    `${invites}/invite`,
    `${jobs}/job`,
    `${jobs}/job/${changes}/1`,
    `${jobs}/job/${skipped}/${uid}`,
    `${rateLimits}/${uid}`,
  ].flatMap((path) => {
    // A marker that is written is not the one that is looked up.
    const rest = new Map([...others].filter(([known]) => known !== path));
    return engineWrites({ path, others: rest }, aboutOf(path));
  });
  const holds = (permission: string | null) =>
    permission !== null && permissionsOf(roles, role).includes(permission);
  const read = [
    [`${audit}/entry`, can.readAudit],
    [`${invites}/invite`, can.grantRoles],
    [`${jobs}/job`, can.grantRoles],
    [`${jobs}/job/${changes}/1`, can.grantRoles],
    [`${jobs}/job/${skipped}/${other}`, can.grantRoles],
  ] as const;
  return [
    ...written,
    ...read
      .filter(([, permission]) => !holds(permission))
      .flatMap(([path]) => reads({ path, others }, aboutOf(path))),
  ];
}
