import type { Fields } from '../rules/support/fields.ts';
import {
  fromNow,
  markerDocument,
  secondsFromNow,
  storedPost,
  tokenClaims,
  userDocument,
} from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';
import { newPost } from './support/writes.ts';

interface Standing {
  readonly user?: Fields;
  readonly marker?: Fields;
  readonly settings?: Fields;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const stand = async (target: FirestoreTarget, { user, marker, settings, claims }: Standing) => {
  await target.seed({
    'users/me': userDocument('admin', user),
    'userClaims/me': markerDocument('admin', marker),
    'posts/draft': storedPost('another-author', 'draft'),
    'posts/out': storedPost('another-author', 'published'),
    ...(settings && { 'settings/access': settings }),
  });
  return target.token('me', tokenClaims('admin', claims));
};

/** Reads what each check guards; `document` writes. */
const uses = {
  token: async (target: FirestoreTarget, token: string) =>
    wentThrough(await target.rest(token, 'GET', 'posts/out')),
  marker: async (target: FirestoreTarget, token: string) =>
    wentThrough(await target.rest(token, 'GET', 'posts/draft')),
  document: async (target: FirestoreTarget, token: string) =>
    wentThrough(
      await target.rest(token, 'POST', ':commit', {
        writes: [newPost(target.name('posts/new'), 'me')],
      }),
    ),
};

const using =
  (check: keyof typeof uses, standing: () => Standing) => async (target: FirestoreTarget) =>
    outcome(await uses[check](target, await stand(target, standing())));

const signInsCount = rule(
  'sign-ins from before the end of the sessions are out',
  'disabled == false && signedInSince(endedAt)',
  'disabled == false',
);
const disabledIsOut = rule(
  'who is disabled is out',
  'disabled == false && signedInSince(endedAt)',
  'signedInSince(endedAt)',
);

threat('a client keeps the token of a session that was ended', '7.4.1', () => {
  const revoked = { sessionsRevokedAt: fromNow(-5) };
  attack('and reads drafts, ignoring that the marker says so', {
    defence: signInsCount,
    attempt: using('marker', () => ({ marker: revoked })),
  });
  attack('and writes, ignoring that the document says so', {
    defence: signInsCount,
    attempt: using('document', () => ({ user: revoked })),
  });
  attack('with a token from which the time of the sign-in is missing', {
    defence: rule(
      'a missing time of sign-in is older than everything',
      "wholeSecond(time) <= claimedNumber('auth_time');",
      "(!('auth_time' in request.auth.token) || wholeSecond(time) <= claimedNumber('auth_time'));",
    ),
    attempt: using('document', () => ({ user: revoked, claims: { auth_time: undefined } })),
  });
  attack('and edits the own profile', {
    defence: rule(
      'a profile is edited with a valid session',
      '&& hasValidSession(resource.data) && passesLockdown();',
      '&& passesLockdown();',
    ),
    attempt: async (target) => {
      const token = await stand(target, { user: revoked });
      const { PROFILE_EDIT, patch } = await import('./support/writes.ts');
      const fields = { displayName: { stringValue: 'Still here' } };
      const writes = [patch(target.name('users/me'), fields, PROFILE_EDIT)];
      return outcome(wentThrough(await target.rest(token, 'POST', ':commit', { writes })));
    },
  });
});

threat('a disabled person goes on', '7.4.2', () => {
  attack('reading drafts with the token in hand', {
    defence: disabledIsOut,
    attempt: using('marker', () => ({ marker: { disabled: true } })),
  });
  attack('writing with the token in hand', {
    defence: disabledIsOut,
    attempt: using('document', () => ({ user: { disabled: true } })),
  });
  attack('where `disabled` is the text "true"', {
    defence: rule(
      'whatever is not false disables',
      'return disabled == false',
      'return disabled != true',
    ),
    attempt: using('document', () => ({ user: { disabled: 'true' } })),
  });
});

threat('a grant is used after its last second, with nothing running', '8.3.2', () => {
  attack('by the end in the token', {
    defence: rule(
      'the claim rx ends the role',
      "&& isBeforeSecond(request.auth.token.get('rx', null))\n        && roleHas",
      '&& roleHas',
    ),
    attempt: using('token', () => ({ claims: { rx: secondsFromNow(0) } })),
  });
  attack('by the end in the document', {
    defence: rule(
      'roleExpiresAt ends the role',
      "hasValidSession(user) && isBefore(user.get('roleExpiresAt', null))",
      'hasValidSession(user)',
    ),
    attempt: using('document', () => ({ user: { roleExpiresAt: fromNow(0) } })),
  });
  attack('where the end cannot be read', {
    defence: rule(
      'an end that is no timestamp has passed',
      'return time == null || time is timestamp && wholeSecond(request.time) < wholeSecond(time);',
      'return time == null || !(time is timestamp) || wholeSecond(request.time) < wholeSecond(time);',
    ),
    attempt: using('document', () => ({ user: { roleExpiresAt: 'in 2030' } })),
  });
});

threat('a user gets past the access settings', '8.3.1', () => {
  const lockdown = rule(
    'in a lockdown the top role alone gets in',
    'signedInSince(minimum) && (!lockdown || effectiveRole() == topRole())',
    'signedInSince(minimum)',
  );
  for (const check of ['marker', 'document'] as const) {
    attack(`an admin in a lockdown, by the ${check}`, {
      defence: lockdown,
      attempt: using(check, () => ({ settings: { lockdown: true, minimumAuthTime: null } })),
    });
  }
  attack('an admin whose token claims to be an owner, in a lockdown', {
    defence: rule(
      'the top role is asked of users/{uid}',
      '(!lockdown || effectiveRole() == topRole())',
      "(!lockdown || request.auth.token.get('role', null) == topRole())",
    ),
    attempt: using('marker', () => ({
      settings: { lockdown: true },
      claims: { role: 'owner' },
      marker: { role: 'owner' },
    })),
  });
  attack('a sign-in from before the minimum', {
    defence: rule(
      'sign-ins before the minimum are out',
      'signedInSince(minimum) && (!lockdown',
      '(!lockdown',
    ),
    attempt: using('marker', () => ({ settings: { minimumAuthTime: fromNow(-5) } })),
  });
  attack('where the lockdown is the text "on"', {
    defence: rule(
      'an unreadable setting is a lockdown',
      'return lockdown is bool && (minimum == null || minimum is timestamp && hasCome(minimum))\n        ? signedInSince(minimum) && (!lockdown ||',
      'return (minimum == null || minimum is timestamp && hasCome(minimum))\n        ? signedInSince(minimum) && (lockdown != true ||',
    ),
    attempt: using('marker', () => ({ settings: { lockdown: 'on' } })),
  });
  attack('by lifting the lockdown in the document', {
    defence: rule(
      'no client writes settings/access',
      'match /settings/access {',
      "match /settings/access { allow write: if can('people.read') || true;",
    ),
    attempt: async (target) => {
      const token = await stand(target, { settings: { lockdown: true } });
      const write = { delete: target.name('settings/access') };
      wentThrough(await target.rest(token, 'POST', ':commit', { writes: [write] }));
      return outcome(await uses.document(target, token));
    },
  });
});
