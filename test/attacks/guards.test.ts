import { Timestamp } from 'firebase-admin/firestore';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import type {
  AccessFacts,
  MarkerFacts,
  Requirement,
} from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import { moduleCode } from './support/module-defence.ts';
import { rule } from './support/rules-defence.ts';

type Guard = typeof import('../../packages/live-claims/src/functions/guards/check-access.ts');

const FILE = 'packages/live-claims/src/functions/guards/check-access.ts';
const guard = (name: string, find: string, replace: string) =>
  moduleCode<Guard>(name, FILE, { find, replace });

const NOW = Date.now();
const SECOND = Math.floor(NOW / 1000);
const OPEN = { lockdown: false, minimumAuthTime: null };

const MARKER: MarkerFacts = {
  version: 1_000,
  role: 'editor',
  sessionsRevokedAt: null,
  disabled: false,
  expiresAt: null,
};

/** A request of an editor's token for what editors may do; is it let through? */
const asking =
  (
    how: Partial<Requirement>,
    facts: Partial<AccessFacts>,
    token: Readonly<Record<string, unknown>> = {},
  ) =>
  async ({ callerOf, checkAccess }: Guard) => {
    const claims = { role: 'editor', cv: 1_000, auth_time: SECOND - 60, iat: SECOND - 60 };
    const caller = callerOf({ uid: 'me', ...claims, ...token });
    if (caller === null) return 'was stopped';
    const requirement = { permission: 'posts.write', check: 'document', ...how } as const;
    const known = { settings: OPEN, marker: MARKER, user: { role: 'editor' }, ...facts };
    return outcome(checkAccess(appRoles, requirement, caller, known, NOW) === null);
  };

threat('a client ignores what the marker says and goes on with its token', '8.3.2', () => {
  const signIns = '< (marker.sessionsRevokedAt?.seconds ?? 0)';
  attack('after it was signed out everywhere, where the marker decides', {
    defence: guard(
      'the marker ends sessions',
      `if (authTime ${signIns}) return { reason: 'session-revoked' };`,
      '',
    ),
    attempt: asking(
      { check: 'marker' },
      { marker: { ...MARKER, sessionsRevokedAt: Timestamp.fromMillis(NOW) } },
    ),
  });
  attack('after it was signed out everywhere, where the document decides', {
    defence: guard(
      'the document ends sessions',
      "return authTime < sessionsEndOf(user ?? {}, now) ? { reason: 'session-revoked' } : null;",
      'return null;',
    ),
    attempt: asking({}, { user: { role: 'editor', sessionsRevokedAt: Timestamp.fromMillis(NOW) } }),
  });
  attack('where the end of the sessions is a date as text', {
    defence: guard(
      'an unreadable end of sessions ends all',
      'problem === null ? (endedAt ?? 0) : Number.POSITIVE_INFINITY;',
      'problem === null ? (endedAt ?? 0) : 0;',
    ),
    attempt: asking({}, { user: { role: 'editor', sessionsRevokedAt: '2026-11-24' } }),
  });
  attack('with a token that is older than it, for the sake of other claims', {
    defence: guard(
      'a token is no older than the marker',
      "if (access.version < version) return { reason: 'token-stale', version };",
      '',
    ),
    attempt: asking({ check: 'marker' }, { marker: { ...MARKER, version: 2_000 } }),
  });
  attack('with a role in session claims, which take precedence over the account’s', {
    defence: guard(
      'a token has the role of the marker',
      'role === marker.role && expiresAt === marker.expiresAt',
      'expiresAt === marker.expiresAt',
    ),
    attempt: asking({ check: 'marker' }, { marker: { ...MARKER, role: 'viewer' } }),
  });
  attack('with a role of its session that has no end there', {
    defence: guard(
      'a token has the end of the marker',
      'role === marker.role && expiresAt === marker.expiresAt',
      'role === marker.role',
    ),
    attempt: asking({ check: 'marker' }, { marker: { ...MARKER, expiresAt: SECOND - 60 } }),
  });
  attack('with a role that another program put into the claims', {
    defence: guard(
      'a role counts with a version alone',
      'return access.version === 0 ? null : effectiveRole(access, now);',
      'return effectiveRole(access, now);',
    ),
    attempt: asking({ check: 'token' }, {}, { cv: undefined }),
  });
  attack('with a version that is a text, a huge number or a list', {
    defence: moduleCode<Guard>('a version is a whole number that counts', FILE, {
      file: 'packages/live-claims/src/core/claims.ts',
      find: 'const version = isVersion(cv) ? cv : 0;',
      replace: 'const version = cv as number;',
    }),
    attempt: async (module) => {
      const tries = ['9999', 1e300, ['9999'], Number.NaN].map((cv) =>
        asking({ check: 'marker' }, {}, { cv })(module),
      );
      return outcome((await Promise.all(tries)).includes('got in'));
    },
  });
  attack('after the marker is gone', {
    defence: guard(
      'no marker, no access',
      "if (marker === null) return { reason: 'not-allowed' };",
      'if (marker === null) return null;',
    ),
    attempt: asking({ check: 'marker' }, { marker: null }),
  });
  attack('while disabled, by the marker', {
    defence: guard(
      'the marker says who is disabled',
      "if (marker.disabled) return { reason: 'disabled' };",
      '',
    ),
    attempt: asking({ check: 'marker' }, { marker: { ...MARKER, disabled: true } }),
  });
  attack('while the time-bound grant is over, by the token alone', {
    defence: guard(
      'a role in the token ends in its second',
      'return access.version === 0 ? null : effectiveRole(access, now);',
      'return access.version === 0 ? null : access.role;',
    ),
    attempt: asking({ check: 'token' }, {}, { rx: SECOND }),
  });
  attack('with an end of the grant that is a text', {
    defence: moduleCode<Guard>('an end that is no number takes the role away', FILE, {
      file: 'packages/live-claims/src/core/claims.ts',
      find: "typeof role === 'string' && isEnd(expiresAt)",
      replace: "typeof role === 'string'",
    }),
    attempt: asking({ check: 'token' }, {}, { rx: 'never' }),
  });
  attack('with a token that is too old for what it is to do', {
    defence: guard(
      'a token has an age',
      'if (maxTokenAge !== undefined && now / 1000 - caller.issuedAt > maxTokenAge) {',
      'if (false as boolean) {',
    ),
    attempt: asking({ maxTokenAge: 300 }, {}, { iat: SECOND - 302 }),
  });
  attack('with a token that does not say when it was issued', {
    defence: guard(
      'a token without an age is older than all',
      'issuedAt: Number.isSafeInteger(iat) ? (iat as number) : 0,',
      'issuedAt: Number.isSafeInteger(iat) ? (iat as number) : Date.now() / 1000,',
    ),
    attempt: asking({ maxTokenAge: 300 }, {}, { iat: 'now' }),
  });
});

threat('a user is taken for another account', '8.4.1', () => {
  const boss = { check: 'token' } as const;
  attack('with an id that leads to the other one’s document', {
    defence: guard('an id is that of an account', '!isUid(uid) || ', ''),
    attempt: asking(boss, {}, { uid: 'boss/' }),
  });
  attack('with the same id in a tenant of their own', {
    defence: guard('no account of a tenant is one of the project', ' || tenant !== null', ''),
    attempt: asking(boss, {}, { uid: 'boss', firebase: { tenant: 'of-the-attacker' } }),
  });
  for (const [check, find] of [
    ['token', "return isSignedIn()\n        && claimedNumber('cv') > 0\n        && isBeforeSecond"],
    ['document', 'return isSignedIn() && roleHas(effectiveRole()'],
  ] as const) {
    attack(`with the same id in a tenant, where the rules ask the ${check}`, {
      defence: rule(
        'no account of a tenant is one of the project',
        find,
        find.replace('isSignedIn()', 'true'),
      ),
      attempt: async (target) => {
        await target.seed({
          'users/boss': userDocument('owner'),
          'userClaims/boss': markerDocument('owner'),
          'posts/published': storedPost('another-author', 'published'),
          'auditLog/entry': { reason: 'A reason' },
        });
        const claims = tokenClaims('owner', { firebase: { tenant: 'of-the-attacker' } });
        const token = target.token('boss', claims);
        const path = check === 'token' ? 'posts/published' : 'auditLog/entry';
        return outcome(wentThrough(await target.rest(token, 'GET', path)));
      },
    });
  }
});
