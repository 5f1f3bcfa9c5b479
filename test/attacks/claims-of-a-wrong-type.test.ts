import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';

type Claims = Readonly<Record<string, unknown>>;
type Fields = Claims;

const readsDrafts =
  (claims: Claims, marker: Fields = {}) =>
  async (target: FirestoreTarget) => {
    await target.seed({
      'users/me': userDocument('viewer'),
      'userClaims/me': markerDocument('editor', { sessionsRevokedAt: null, ...marker }),
      'posts/draft': storedPost('another-author', 'draft'),
    });
    const token = target.token('me', tokenClaims('editor', claims));
    return outcome(wentThrough(await target.rest(token, 'GET', 'posts/draft')));
  };

// Claims can also be set by other code: another extension, a custom token.
threat('a claim of an unexpected type passes a check', '15.3.5', () => {
  attack('a role that is a list, which a map takes for a path', {
    defence: rule(
      'a role is a text',
      'return role is string && permission in permissionsByRole().get(role, [])',
      'return permission in permissionsByRole().get(role, [])',
    ),
    attempt: readsDrafts({ role: ['owner'] }, { role: ['owner'] }),
  });

  attack('a role that is the name of every role', {
    defence: rule(
      'a role is a text',
      'return role is string && permission in permissionsByRole().get(role, [])',
      "return role == '*' || permission in permissionsByRole().get(role, [])",
    ),
    attempt: readsDrafts({ role: '*' }, { role: '*' }),
  });

  attack('a version larger than any number that counts', {
    defence: rule(
      'a number that counts is whole',
      'return value is number && int(value) == value;',
      'return value is number;',
    ),
    attempt: readsDrafts({ cv: 1e300 }),
  });

  attack('an end of the grant that is a text', {
    defence: rule(
      'an end is a whole second',
      'return second == null || isWhole(second) && wholeSecond(request.time) < second;',
      'return second == null || second is string || wholeSecond(request.time) < second;',
    ),
    attempt: readsDrafts({ rx: 'never' }, { expiresAt: 'never' }),
  });

  attack('no version at all', {
    defence: rule(
      'a missing version is 0',
      'let value = request.auth.token.get(claim, 0);',
      'let value = request.auth.token.get(claim, 9007199254740991);',
    ),
    attempt: readsDrafts({ cv: undefined }),
  });
});

// Claims of createCustomToken and of beforeSignIn take precedence over the account's for the whole session.
threat('a session brings claims of its own', '8.3.2', () => {
  const saysTheSame = "request.auth.token.get('role', null) == marker.role";
  attack('a role that the account lost, with the version of today', {
    defence: rule(
      'a token has the role of the marker',
      saysTheSame,
      "request.auth.token.get('role', null) is string",
    ),
    attempt: readsDrafts({ role: 'editor' }, { role: 'viewer' }),
  });

  attack('the largest version', {
    defence: rule(
      'a token has the role of the marker',
      saysTheSame,
      "request.auth.token.get('role', null) is string",
    ),
    attempt: readsDrafts({ role: 'owner', cv: Number.MAX_SAFE_INTEGER }, { role: 'viewer' }),
  });

  attack('an end in the year 9999, where the account has one of yesterday', {
    defence: rule(
      'a token has the end of the marker',
      "request.auth.token.get('rx', null) == marker.expiresAt",
      "request.auth.token.get('rx', null) is number",
    ),
    attempt: readsDrafts({ rx: 253_402_300_799 }, { expiresAt: 1_700_000_000 }),
  });

  attack('a role without any version, which a script may have set', {
    defence: rule(
      'a role counts with a version alone',
      "&& claimedNumber('cv') > 0\n        && isBeforeSecond",
      '&& isBeforeSecond',
    ),
    attempt: async (target) => {
      await target.seed({ 'posts/published': storedPost('another-author', 'published') });
      const token = target.token('me', tokenClaims('owner', { cv: undefined }));
      return outcome(wentThrough(await target.rest(token, 'GET', 'posts/published')));
    },
  });
});
