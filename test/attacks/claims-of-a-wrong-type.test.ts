import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { FirestoreGround } from './support/firestore-ground.ts';
import { wentThrough } from './support/firestore-rest.ts';
import { rule } from './support/rules-defence.ts';

const readsDrafts =
  (claims: Readonly<Record<string, unknown>>) => async (ground: FirestoreGround) => {
    await ground.seed({
      'users/me': userDocument('viewer'),
      'userClaims/me': markerDocument('viewer', { sessionsRevokedAt: null }),
      'posts/draft': storedPost('somebody', 'draft'),
    });
    const token = ground.token('me', tokenClaims('editor', claims));
    return outcome(wentThrough(await ground.rest(token, 'GET', 'posts/draft')));
  };

// Whoever can set claims on an account by another way than ours (another extension, a custom token).
threat('a claim of a type that nobody thought of passes a check', '15.3.5', () => {
  attack('a role that is a list, which a map takes for a path', {
    defence: rule(
      'a role is a text',
      'return role is string && permission in',
      'return permission in',
    ),
    attempt: readsDrafts({ role: ['owner'] }),
  });

  attack('a role that is the name of every role', {
    defence: rule(
      'a role is a text',
      'return role is string && permission in permissionsByRole().get(role, [])',
      "return role == '*' || permission in permissionsByRole().get(role, [])",
    ),
    attempt: readsDrafts({ role: '*' }),
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
    attempt: readsDrafts({ rx: 'never' }),
  });

  attack('no version at all', {
    defence: rule(
      'a missing version is 0',
      "return claimedNumber('cv') >= marker.version",
      "return !('cv' in request.auth.token) || claimedNumber('cv') >= marker.version",
    ),
    attempt: readsDrafts({ cv: undefined }),
  });
});
