import { appRoles, type Marker } from '@live-claims/contract';
import { Timestamp } from 'firebase-admin/firestore';
import type { AccessFacts, Requirement } from '../../functions/src/guards/check-access.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { moduleCode } from './support/module-defence.ts';

type Guard = typeof import('../../functions/src/guards/check-access.ts');

const FILE = 'functions/src/guards/check-access.ts';
const guard = (name: string, find: string, replace: string) =>
  moduleCode<Guard>(name, FILE, { find, replace });

const NOW = Date.now();
const SECOND = Math.floor(NOW / 1000);
const OPEN = { lockdown: false, minimumAuthTime: null };

const MARKER: Marker = {
  claimsUpdatedAt: Timestamp.fromMillis(NOW),
  version: 1_000,
  role: 'editor',
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
  refreshWithin: null,
  expiresAt: null,
};

/** Somebody with an editor's token asks for what editors may; are they let through? */
const asking =
  (
    how: Partial<Requirement>,
    facts: Partial<AccessFacts>,
    token: Readonly<Record<string, unknown>> = {},
  ) =>
  async ({ callerOf, checkAccess }: Guard) => {
    const claims = { role: 'editor', cv: 1_000, auth_time: SECOND - 60, iat: SECOND - 60 };
    const caller = callerOf({ uid: 'me', ...claims, ...token });
    const requirement = { permission: 'posts.write', strength: 'now', ...how } as const;
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
      { strength: 'current' },
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
  attack('where somebody typed a date as text for the end of the sessions', {
    defence: guard(
      'an end of sessions that nobody can read ends all',
      'problem === null ? (endedAt ?? 0) : Number.POSITIVE_INFINITY;',
      'endedAt ?? 0;',
    ),
    attempt: asking({}, { user: { role: 'editor', sessionsRevokedAt: '2026-11-24' } }),
  });
  attack('with a token of before the demotion', {
    defence: guard(
      'a token is no older than the marker',
      "return access.version < version ? { reason: 'token-stale', version } : null;",
      'return null;',
    ),
    attempt: asking({ strength: 'current' }, { marker: { ...MARKER, version: 2_000, role: null } }),
  });
  attack('with a version that is a text, a huge number or a list', {
    defence: moduleCode<Guard>('a version is a whole number that counts', FILE, {
      file: 'contract/src/claims.ts',
      find: 'const version = Number.isSafeInteger(cv) && (cv as number) > 0 ? (cv as number) : 0;',
      replace: 'const version = cv as number;',
    }),
    attempt: async (module) => {
      const tries = ['9999', 1e300, ['9999'], Number.NaN].map((cv) =>
        asking({ strength: 'current' }, {}, { cv })(module),
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
    attempt: asking({ strength: 'current' }, { marker: null }),
  });
  attack('while disabled, by the marker', {
    defence: guard(
      'the marker says who is disabled',
      "if (marker.disabled) return { reason: 'disabled' };",
      '',
    ),
    attempt: asking({ strength: 'current' }, { marker: { ...MARKER, disabled: true } }),
  });
  attack('while the time-bound grant is over, by the token alone', {
    defence: guard(
      'a role in the token ends in its second',
      'return expiresAt !== null && expiresAt * 1000 <= now ? null : role;',
      'return role;',
    ),
    attempt: asking({ strength: 'token' }, {}, { rx: SECOND }),
  });
  attack('with an end of the grant that is a text', {
    defence: moduleCode<Guard>('an end that is no number takes the role away', FILE, {
      file: 'contract/src/claims.ts',
      find: "if (typeof role !== 'string' || (limited && !Number.isSafeInteger(rx))) {",
      replace: "if (typeof role !== 'string') {",
    }),
    attempt: asking({ strength: 'token' }, {}, { rx: 'never' }),
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
