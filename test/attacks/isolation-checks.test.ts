import { Timestamp } from 'firebase-admin/firestore';
import type {
  AccessFacts,
  AnyRequirement,
  MarkerFacts,
} from '../../packages/live-claims/src/functions/guards/check-access.ts';
import type { ReadDocuments } from '../../packages/live-claims/src/functions/guards/guard.ts';
import { orgRoles } from '../../packages/live-claims/src/testing/org-config.ts';
import { type Member, members, seeded, uidOf } from '../rules/orgs/members.ts';
import { orgRulesText } from '../rules/orgs/org-app.ts';
import type { Fields } from '../rules/support/fields.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { Message } from './support/firestore-grpc.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { moduleCode } from './support/module-defence.ts';
import { ruleOf } from './support/rules-defence.ts';

const RULES = orgRulesText();
const rule = (name: string, find: string, replace: string) => ruleOf(RULES, name, find, replace);

const SECRET = 'secret@example.com';
const OTHERS: Readonly<Record<string, Fields>> = {
  'orgs/globex/members/their-owner': { role: 'owner', uid: 'their-owner', email: SECRET },
  'orgs/globex/invites/open': { email: SECRET, role: 'editor' },
  'orgs/globex/auditLog/entry': { uid: 'their-owner', reason: SECRET },
  'clubs/chess/members/me': { uid: 'me', note: SECRET },
  'canInByField/note': { orgId: 'globex', text: SECRET },
  'canNowByField/note': { orgId: 'globex', text: SECRET },
};

/** Whose requests these are, by the name of a member of the tests of the rules, or changed from one. */
async function tokenOf(target: FirestoreTarget, name: string, change: Partial<Member> = {}) {
  const member = { ...(members[name] as Member), ...change };
  const { documents, caller } = seeded(name, member);
  await target.seed({ ...OTHERS, ...documents, 'settings/access': member.settings ?? null });
  const { uid, claims } = caller();
  return target.token(uid, claims);
}

/** Gets one document of the other organisation, or where a check is asked for a permission there. */
const gets =
  (name: string, path: string, change?: Partial<Member>) => async (target: FirestoreTarget) => {
    const token = await tokenOf(target, name, change);
    const answer = await target.rest(token, 'GET', path);
    return outcome(answer.status === 404 || wentThrough(answer));
  };

/** Asks for all that a query finds; is something of the other organisation in it? */
const queries = (name: string, path: string, query: Message) => async (target: FirestoreTarget) => {
  const token = await tokenOf(target, name);
  const answer = await target.rest(token, 'POST', path, { structuredQuery: query });
  wentThrough(answer);
  return outcome(JSON.stringify(answer.body).includes(SECRET));
};

/** Writes a document; is it there afterwards, as it was written? */
const writes =
  (name: string, path: string, fields: Fields, change?: Partial<Member>) =>
  async (target: FirestoreTarget) => {
    const token = await tokenOf(target, name, change);
    const encoded = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, encode(value)]),
    );
    wentThrough(await target.rest(token, 'PATCH', path, { fields: encoded }));
    const stored = await target.read(path);
    return outcome(JSON.stringify(stored) === JSON.stringify(encoded));
  };

const encode = (value: unknown): object =>
  typeof value === 'string'
    ? { stringValue: value }
    : {
        mapValue: {
          fields: Object.fromEntries(
            Object.entries(value as object).map(([key, inner]) => [key, encode(inner)]),
          ),
        },
      };

const THERE = 'globex/notes.read/any';
const CODE = "let code = request.auth.token.get(['o', orgId], null);";
const MEMBERSHIP = '/orgs/$(orgId)/members/$(request.auth.uid)).data;';
const NOW_IN = 'isSignedIn() && isOrgId(orgId) && orgRoleHas(effectiveRoleIn(orgId), permission)';

threat('a member of one organisation reads in another, through the rules', '8.4.1', () => {
  for (const name of ['viewer', 'editor', 'owner']) {
    attack(`by the token, as ${name} of their own`, {
      defence: rule(
        'the token’s role is one in the organisation that is asked for',
        CODE,
        "let code = request.auth.token.get('o', {}).values()[0];",
      ),
      attempt: gets(name, `canIn/${THERE}`),
    });
    attack(`by the marker, as ${name} of their own`, {
      defence: rule(
        'the token’s role is one in the organisation that is asked for',
        CODE,
        "let code = request.auth.token.get('o', {}).values()[0];",
      ),
      attempt: gets(name, `canCurrentIn/${THERE}`),
    });
    attack(`by the membership, as ${name} of their own`, {
      defence: rule(
        'the membership is one in the organisation that is asked for',
        MEMBERSHIP,
        MEMBERSHIP.replace('$(orgId)', 'acme'),
      ),
      attempt: gets(name, `canNowIn/${THERE}`),
    });
  }
  attack('as the owner of the app, who is no member', {
    defence: rule(
      'a role of the app is none in an organisation',
      NOW_IN,
      'isSignedIn() && (orgRoleHas(effectiveRoleIn(orgId), permission) || orgRoleHas(effectiveRole(), permission))',
    ),
    attempt: gets('owner of the app', `canNowIn/${THERE}`),
  });
  attack('as one whose token has no room for all organisations', {
    defence: rule(
      'what the token does not name is looked up',
      "request.auth.token.get('om', null) == 1 && canNowIn(orgId, permission)",
      "request.auth.token.get('om', null) == 1",
    ),
    attempt: gets('one of many organisations, and no member of this', 'canIn/acme/notes.read/any'),
  });
  attack('by a query for the notes of the other one', {
    defence: rule(
      'the token’s role is one in the organisation that is asked for',
      CODE,
      "let code = request.auth.token.get('o', {}).values()[0];",
    ),
    attempt: queries('owner', ':runQuery', {
      from: [{ collectionId: 'canInByField' }],
      where: {
        fieldFilter: {
          field: { fieldPath: 'orgId' },
          op: 'EQUAL',
          value: { stringValue: 'globex' },
        },
      },
    }),
  });
  attack('by a query for the notes of all', {
    defence: rule(
      'a query names an organisation in which its sender may read',
      "allow read: if canIn(resource.data.orgId, 'notes.read');\n      allow create",
      "allow read: if canIn('acme', 'notes.read');\n      allow create",
    ),
    attempt: queries('owner', ':runQuery', { from: [{ collectionId: 'canInByField' }] }),
  });
});

threat('an owner of one organisation looks into the management of another', '8.4.1', () => {
  for (const [what, below, permission] of [
    ['members', 'members/their-owner', 'notes.read'],
    ['invites', 'invites/open', 'members.manage'],
    ['audit log', 'auditLog/entry', 'members.manage'],
  ] as const) {
    const collection = below.split('/')[0];
    const allows = collection === 'members' ? 'allow list' : 'allow read';
    const find =
      collection === 'members'
        ? `${allows}: if canNowIn(orgId, '${permission}');`
        : `match /orgs/{orgId}/${collection === 'invites' ? 'invites/{invite}' : 'auditLog/{entry}'} {\n      ${allows}: if canNowIn(orgId, '${permission}');`;
    attack(`its ${what}`, {
      defence: rule(
        `the ${what} of an organisation are for its own people`,
        find,
        find.replace('canNowIn(orgId', "canNowIn('acme'"),
      ),
      attempt: queries('owner', 'orgs/globex:runQuery', { from: [{ collectionId: collection }] }),
    });
  }
  attack('one of its members, by the address of the document', {
    defence: rule(
      'a membership is for its own person, and the people of its organisation',
      "isMe(uid) || canNowIn(orgId, 'notes.read');",
      "isMe(uid) || canNowIn('acme', 'notes.read');",
    ),
    attempt: gets('owner', 'orgs/globex/members/their-owner'),
  });
  attack('what else is called members, by a rule for the own memberships in all organisations', {
    defence: rule(
      'no rule is for a group of collections',
      'match /orgs/{orgId}/members/{uid} {',
      `match /{path=**}/members/{any} {
        allow read: if resource.data.uid == request.auth.uid;
      }
      match /orgs/{orgId}/members/{uid} {`,
    ),
    attempt: async (target) => {
      await target.seed({ ...OTHERS, 'users/me': {}, 'userClaims/me': {} });
      const answer = await target.rest(target.token('me'), 'GET', 'clubs/chess/members/me');
      return outcome(wentThrough(answer));
    },
  });
});

threat('a member gives themselves a role in an organisation', '8.2.1', () => {
  const open = (match: string) => `${match} {\n      allow write: if request.auth != null;`;
  for (const [how, name, path] of [
    ['of their own, as its editor', 'editor', `orgs/acme/members/${uidOf('editor')}`],
    ['of their own, as its owner', 'owner', 'orgs/acme/members/a-friend'],
    ['of another', 'owner', `orgs/globex/members/${uidOf('owner')}`],
  ] as const) {
    attack(how, {
      defence: rule(
        'no client writes memberships',
        'match /orgs/{orgId}/members/{uid} {',
        open('match /orgs/{orgId}/members/{uid}'),
      ),
      attempt: writes(name, path, { role: 'owner' }),
    });
  }
  attack('by an invite that they write', {
    defence: rule(
      'no client writes invites',
      'match /orgs/{orgId}/invites/{invite} {',
      open('match /orgs/{orgId}/invites/{invite}'),
    ),
    attempt: writes('owner', 'orgs/globex/invites/mine', { email: SECRET, role: 'owner' }),
  });
  attack('and takes the trace out of its log', {
    defence: rule(
      'no client writes the log',
      'match /orgs/{orgId}/auditLog/{entry} {',
      open('match /orgs/{orgId}/auditLog/{entry}'),
    ),
    attempt: async (target) => {
      const token = await tokenOf(target, 'owner');
      wentThrough(await target.rest(token, 'DELETE', 'orgs/globex/auditLog/entry'));
      return outcome((await target.read('orgs/globex/auditLog/entry')) === null);
    },
  });
  attack('in their own document, where the sync reads it', {
    defence: rule('orgs is a field of access', "'salesArea',\n        'orgs'", "'salesArea'"),
    attempt: async (target) => {
      const token = await tokenOf(target, 'editor');
      const fields = { orgs: encode({ globex: { role: 'owner' } }) };
      const path = 'users/editor?updateMask.fieldPaths=orgs';
      wentThrough(await target.rest(token, 'PATCH', path, { fields }));
      return outcome(JSON.stringify(await target.read('users/editor')).includes('globex'));
    },
  });
});

threat(
  'a person goes on in an organisation that they are no longer in, by the rules',
  '8.3.2',
  () => {
    attack('removed, with a token that they never refresh: writes, from the commit on', {
      defence: rule(
        'the membership decides',
        NOW_IN,
        "isSignedIn() && orgRoleHas(orgRoleOf(request.auth.token.get(['o', orgId], null)), permission)",
      ),
      attempt: writes('removed, before the marker', 'canNowIn/acme/notes.write/any', { text: 'x' }),
    });
    attack('removed, with a token that they never refresh: reads, once the marker is out', {
      defence: rule(
        'the token is compared with the marker',
        'return canIn(orgId, permission) && tokenIsCurrent()',
        'return canIn(orgId, permission)',
      ),
      attempt: gets('removed', 'canCurrentIn/acme/notes.read/any'),
    });
    attack('by a role of their session, with the version of the marker', {
      defence: rule(
        'all claims are compared with the marker',
        '\n        && additionalClaimsMatch(marker)',
        '',
      ),
      attempt: gets('of a session’s own role', 'canCurrentIn/acme/members.manage/any'),
    });
    attack('disabled as a member', {
      defence: rule(
        'a membership can be disabled',
        "member.get('disabled', false) == false",
        'true',
      ),
      attempt: gets('disabled member', 'canNowIn/acme/notes.read/any'),
    });
    attack('after the membership has ended, by the token', {
      defence: rule(
        'memberships end in the token',
        "isBeforeSecond(request.auth.token.get(['ox', orgId], null))",
        'true',
      ),
      attempt: gets('ended', 'canIn/acme/notes.read/any'),
    });
    attack('after the membership has ended, by the document', {
      defence: rule(
        'memberships end in the document',
        "isBefore(member.get('roleExpiresAt', null))",
        'true',
      ),
      attempt: gets('ended', 'canNowIn/acme/notes.read/any'),
    });
    for (const name of ['disabled account', 'signed out everywhere']) {
      attack(`as one of a ${name}`, {
        defence: rule(
          'an account that is out is out of all organisations',
          'return hasValidSession(user)\n        && member',
          'return true\n        && member',
        ),
        attempt: gets(name, 'canNowIn/acme/notes.read/any'),
      });
    }
    attack('removed from one for which the token had no room', {
      defence: rule(
        'what the token does not name is looked up',
        "request.auth.token.get('om', null) == 1 && canNowIn(orgId, permission)",
        "request.auth.token.get('om', null) == 1",
      ),
      attempt: gets(
        'one of many organisations, and no member of this',
        'canCurrentIn/acme/notes.read/any',
      ),
    });
    attack('with the same id in a tenant of their own', {
      defence: rule(
        'no account of a tenant is one of the project',
        NOW_IN,
        NOW_IN.replace('isSignedIn() && ', ''),
      ),
      attempt: gets('of a tenant', 'canNowIn/acme/notes.read/any'),
    });
    attack('in a lockdown', {
      defence: rule(
        'a lockdown is for organisations too',
        `${NOW_IN}\n        && passesLockdown()`,
        NOW_IN,
      ),
      attempt: gets('editor in a lockdown', 'canNowIn/acme/notes.read/any'),
    });
  },
);

type Check = typeof import('../../packages/live-claims/src/functions/guards/check-access.ts');
type Guards = typeof import('../../packages/live-claims/src/functions/guards/guard.ts');

const CHECK = 'packages/live-claims/src/functions/guards/check-access.ts';
const GUARD = 'packages/live-claims/src/functions/guards/guard.ts';
const check = (name: string, find: string, replace: string) =>
  moduleCode<Check>(name, CHECK, { find, replace });

const NOW = Date.now();
const SECOND = Math.floor(NOW / 1000);
const MARKER: MarkerFacts = {
  version: 1_000,
  role: null,
  sessionsRevokedAt: null,
  disabled: false,
  expiresAt: null,
};
const ACME = { o: { acme: 'o' } };

/** An owner of acme asks for what members of globex may; is that let through? */
const asking =
  (
    how: Partial<AnyRequirement>,
    token: Readonly<Record<string, unknown>>,
    facts: Partial<AccessFacts> = {},
    orgId = 'globex',
  ) =>
  async ({ callerOf, checkAccess }: Check) => {
    const claims = { cv: 1_000, auth_time: SECOND - 60, iat: SECOND - 60 };
    const caller = callerOf({ uid: 'me', ...claims, ...token });
    if (caller === null) return 'was stopped';
    const requirement = { permission: 'notes.read', check: 'token', in: orgId, ...how } as const;
    const known: AccessFacts = {
      settings: { lockdown: false, minimumAuthTime: null },
      marker: MARKER,
      user: { role: null },
      org: { id: orgId, member: null },
      ...facts,
    };
    return outcome(
      checkAccess(orgRoles, requirement as AnyRequirement, caller, known, NOW) === null,
    );
  };

threat('a member of one organisation acts in another, through guards', '8.4.1', () => {
  for (const [by, facts] of [
    ['token', {}],
    ['marker', { marker: { ...MARKER, additionalClaims: ACME } }],
  ] as const) {
    attack(`by the ${by}, as owner of their own`, {
      defence: check(
        'the token’s role is one in the organisation that is asked for',
        'membershipIn(orgs, caller.token, org.id)',
        "membershipIn(orgs, caller.token, 'acme')",
      ),
      attempt: asking({ check: by }, ACME, facts),
    });
  }
  attack('as the owner of the app, who is no member', {
    defence: check(
      'a role of the app is none in an organisation',
      'memberRoleInEffect(roles, check, caller, { user, org }, now),',
      'roleInEffect(roles, check, caller, { user }, now),',
    ),
    attempt: asking({ check: 'document' }, { role: 'owner' }, { user: { role: 'owner' } }),
  });
  attack('by the membership, as owner of their own', {
    defence: moduleCode<Guards>(
      'the membership is one in the organisation that is asked for',
      GUARD,
      { find: 'paths.member(orgId, uid)', replace: "paths.member('acme', uid)" },
    ),
    attempt: throughGuard({ in: 'globex', check: 'document' }),
  });
  attack('as one whose token has no room for all organisations', {
    defence: moduleCode<Guards>(
      'the membership is one in the organisation that is asked for',
      GUARD,
      { find: 'paths.member(orgId, uid)', replace: "paths.member('acme', uid)" },
    ),
    attempt: throughGuard({ in: 'globex', check: 'token' }, { o: {}, om: 1 }),
  });
  attack('with an id that leads to another document', {
    defence: moduleCode<Guards>('an id is that of an organisation', GUARD, {
      file: 'packages/live-claims/src/core/orgs.ts',
      find: "return typeof id === 'string' && ORG_ID.test(id) && !id.startsWith('__');",
      replace: 'return true;',
    }),
    attempt: throughGuard({ in: 'globex/notes/mine', check: 'document' }),
  });
  attack('where the organisation cannot be found, as a viewer of the app', {
    defence: check(
      'an organisation that could not be found is none, not the app',
      "'in' in options && { in: options.in ?? '' }",
      'false as boolean',
    ),
    attempt: async (module) => {
      const lost = module.requires('posts.read', { check: 'token', in: undefined as never });
      return asking(
        { ...lost, in: lost.in as never },
        { role: 'viewer' },
        { org: undefined },
      )(module);
    },
  });
});

threat('a person goes on in an organisation that they are no longer in, by guards', '8.3.2', () => {
  const there = 'acme';
  attack('by a role of their session, with the version of the marker', {
    defence: check(
      'all claims are compared with the marker',
      "if (!additionalMatches(roles, caller, marker)) return { reason: 'claims-shadowed' };",
      '',
    ),
    attempt: asking({ check: 'marker' }, ACME, {}, there),
  });
  attack('removed, with a token that they never refresh', {
    defence: check(
      'the membership decides',
      "return check === 'document' || mayBeLeftOut;",
      'return mayBeLeftOut;',
    ),
    attempt: asking({ check: 'document' }, ACME, {}, there),
  });
  attack('removed from one for which the token had no room', {
    defence: check(
      'what the token does not name is looked up',
      'roleOfActor(orgs, org.member ?? undefined, now)',
      'roleOfActor(orgs, org.member ?? { role: orgs.ranking[0] }, now)',
    ),
    attempt: asking({}, { o: {}, om: 1 }, {}, there),
  });
  attack('after the membership has ended', {
    defence: check(
      'memberships end in the token',
      'return membership && effectiveRole(membership, now);',
      'return membership && membership.role;',
    ),
    attempt: asking({}, { ...ACME, ox: { acme: SECOND } }, {}, there),
  });
  attack('with memberships that another program put into the claims', {
    defence: check(
      'memberships count with a version alone',
      'caller.access.version === 0 ? null : membershipIn',
      'false as boolean ? null : membershipIn',
    ),
    attempt: asking({}, { ...ACME, cv: undefined }, {}, there),
  });
  const owns = { org: { id: there, member: { role: 'owner' } } };
  attack('of an account that was deleted', {
    defence: check(
      'no users/{uid}, no access',
      'return user ? roleOfActor',
      'return user !== undefined ? roleOfActor',
    ),
    attempt: asking({ check: 'document' }, ACME, { ...owns, user: null }, there),
  });
  attack('of a disabled account', {
    defence: check(
      'the document disables',
      "if (disabled !== false) return { reason: 'disabled' };",
      '',
    ),
    attempt: asking({ check: 'document' }, ACME, { ...owns, user: { disabled: true } }, there),
  });
  attack('of a disabled account, where the membership decides for want of room', {
    defence: check(
      'where the membership decides, the document is asked',
      "if (check === 'document' || (org !== undefined && membershipDecides(check, caller, org.id))) {",
      "if (check === 'document') {",
    ),
    attempt: asking({}, { o: {}, om: 1 }, { ...owns, user: { disabled: true } }, there),
  });
});

/** Through a whole guard, with the documents of an owner of acme, who has a document of their own below globex. */
function throughGuard(
  how: { readonly in: string; readonly check: 'token' | 'document' },
  token: Readonly<Record<string, unknown>> = ACME,
) {
  return async ({ createGuard, identityOf }: Guards) => {
    const documents = new Map<string, Readonly<Record<string, unknown>>>([
      ['users/me', { role: null, sessionsRevokedAt: Timestamp.fromMillis(NOW - 600_000) }],
      ['orgs/acme/members/me', { role: 'owner', uid: 'me' }],
      ['orgs/globex/notes/mine/members/me', { role: 'owner', uid: 'me' }],
    ]);
    const read: ReadDocuments = async (paths) => paths.map((path) => documents.get(path) ?? null);
    const found = identityOf({ uid: 'me', cv: 1_000, auth_time: SECOND, iat: SECOND, ...token });
    if ('refusal' in found) return 'was stopped' as const;
    const requirement = { permission: 'notes.read', ...how } as const;
    const { refusal } = await createGuard(orgRoles, read)(requirement, found.caller);
    return outcome(refusal === null);
  };
}
