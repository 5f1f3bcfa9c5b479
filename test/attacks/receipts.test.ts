import { fromNow, markerDocument, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';
import { type Way, waysToWrite } from './support/ways-to-write.ts';

const MARKED = fromNow(-60);
const MARKER = { version: 2_000, claimsUpdatedAt: MARKED };
const SESSION = 'k3dNq0ZpTgYw83HnVbRc';
const rest = waysToWrite['REST commit'] as Way;

const text = (value: string) => ({ stringValue: value });
const time = (value: Date) => ({ timestampValue: value.toISOString() });

/** A receipt of the marker, as the package writes one; all but its times. */
const receipt = () => ({
  device: text('Firefox on Linux'),
  session: text(SESSION),
  version: { integerValue: '2000' },
  claimsUpdatedAt: time(MARKED),
  signedOut: { booleanValue: false },
  expiresAt: time(fromNow(86_400)),
});

const AT_ONCE = ['takenAt', 'lastSeenAt'].map((fieldPath) => ({
  fieldPath,
  setToServerValue: 'REQUEST_TIME',
}));

interface Forgery {
  readonly fields?: object;
  /** Claims of the attacker's token. */
  readonly claims?: object;
  readonly uid?: string;
  readonly place?: string;
  readonly way?: Way;
  /** Fields that the server sets. */
  readonly atOnce?: typeof AT_ONCE;
  /** The receipt that stands there already; its fields as plain values. */
  readonly before?: Readonly<Record<string, unknown>>;
}

/** Writes a receipt below the marker of `me`; is it there? */
const writing =
  ({ fields, claims, uid = 'me', place = '0', way = rest, atOnce = AT_ONCE, before }: Forgery) =>
  async (target: FirestoreTarget) => {
    const path = `userClaims/me/clients/${place}`;
    await target.seed({
      'users/me': userDocument('viewer'),
      'users/other': userDocument('viewer'),
      'userClaims/me': markerDocument('viewer', MARKER),
      'userClaims/other': markerDocument('viewer', MARKER),
      ...(before && { [path]: before }),
    });
    const token = target.token(uid, tokenClaims('viewer', { cv: 2_000, ...claims }));
    const update = { name: target.name(path), fields: { ...receipt(), ...fields } };
    const wrote = await way(target, token, [{ update, updateTransforms: atOnce }]);
    const there = await target.read(path);
    return outcome(wrote && there?.device !== undefined);
  };

const own = rule(
  'a user writes receipts below the own marker alone',
  'allow create: if isMe(uid) && isReceipt(place)',
  'allow create: if isReceipt(place)',
);
const byToken = rule(
  'a receipt says no version that the token does not have',
  "(receipt.signedOut || claimedNumber('cv') >= marker.version && tokenMatches(marker))",
  'true',
);
const byMarker = rule(
  'a receipt says the version of the marker',
  'receipt.version == marker.version\n',
  'true\n',
);
const fieldsAlone = rule(
  'a receipt has these fields and no other',
  "&& receipt.keys().toSet() == [\n          'claimsUpdatedAt', 'device', 'expiresAt', 'lastSeenAt',\n          'session', 'signedOut', 'takenAt', 'version'\n        ].toSet()",
  '',
);
const places = rule('there are twenty places', "place.matches('1?[0-9]')", 'true');

threat('an admin is made to believe that a change has arrived', null, () => {
  // gRPC has another shape for times, and meets the same rule.
  const ways = Object.entries(waysToWrite).filter(([name]) => !name.startsWith('gRPC'));
  for (const [name, way] of ways) {
    attack(`by a receipt below another user’s marker over ${name}`, {
      defence: own,
      attempt: writing({ uid: 'other', way }),
    });
  }

  attack('by the receipt of another session of the same person', {
    defence: rule('a place in use is its session’s', '(isSameSession() || isLongUnseen())', 'true'),
    attempt: writing({
      before: { session: 'another', signedOut: false, version: 1_999, lastSeenAt: fromNow(-60) },
    }),
  });

  attack('by the version of the marker, with an old token', {
    defence: byToken,
    attempt: writing({ claims: { cv: 1_999 } }),
  });

  attack('by a token of the version with another role', {
    defence: byToken,
    attempt: writing({ claims: { role: 'editor' } }),
  });

  attack('by a version that is still to come', {
    defence: byMarker,
    attempt: writing({ fields: { version: { integerValue: '3000' } }, claims: { cv: 3_000 } }),
  });

  attack('by an old token, after it said that it signs out', {
    defence: rule(
      'signed in again, a session has to show its token',
      '(!resource.data.signedOut || request.resource.data.signedOut)\n        && ',
      '',
    ),
    attempt: async (target) => {
      const path = 'userClaims/me/clients/0';
      await target.seed({
        'userClaims/me': markerDocument(null, { ...MARKER, disabled: true }),
        'users/me': userDocument(null, { disabled: true }),
      });
      const token = target.token('me', tokenClaims('viewer', { cv: 1_999 }));
      const fields = { ...receipt(), signedOut: { booleanValue: true } };
      const said = { update: { name: target.name(path), fields }, updateTransforms: AT_ONCE };
      if (!(await rest(target, token, [said]))) throw new Error('It cannot say that it signs out.');
      const mask = { updateMask: { fieldPaths: ['signedOut'] } };
      const back = { name: target.name(path), fields: { signedOut: { booleanValue: false } } };
      const seen = { updateTransforms: AT_ONCE.slice(1) };
      await rest(target, token, [{ update: back, ...mask, ...seen }]);
      return outcome((await target.read(path))?.signedOut.booleanValue === false);
    },
  });

  attack('as sooner than it was, by a time of its own', {
    defence: rule(
      'a receipt was taken when the server got it',
      'receipt.takenAt == request.time',
      'true',
    ),
    attempt: writing({
      fields: { takenAt: time(MARKED) },
      atOnce: AT_ONCE.slice(1),
    }),
  });

  attack('as sooner than it was, by another time of the change', {
    defence: rule(
      'a receipt says when the marker was written',
      'receipt.claimsUpdatedAt.toMillis() == marker.claimsUpdatedAt.toMillis()',
      'true',
    ),
    attempt: writing({ fields: { claimsUpdatedAt: time(fromNow(0)) } }),
  });

  attack('as of a session that was just seen', {
    defence: rule('a session was seen when it wrote', '&& receipt.lastSeenAt == request.time', ''),
    attempt: writing({
      fields: { lastSeenAt: time(fromNow(86_400)) },
      atOnce: AT_ONCE.slice(0, 1),
    }),
  });
});

threat('a user fills the database by receipts', null, () => {
  attack('by a text of a megabyte', {
    defence: rule(
      'the name of a device is short',
      "receipt.device.matches('[\\\\p{L}\\\\p{M}\\\\p{N}\\\\p{P}\\\\p{S} ]{0,64}')",
      'true',
    ),
    attempt: writing({ fields: { device: text('x'.repeat(1_000_000)) } }),
  });

  attack('by a session of a megabyte', {
    defence: rule(
      'the id of a session is short',
      "receipt.session.matches('[0-9A-Za-z-]{16,36}')",
      'true',
    ),
    attempt: writing({ fields: { session: text('x'.repeat(1_000_000)) } }),
  });

  attack('by a field of their own', {
    defence: fieldsAlone,
    attempt: writing({ fields: { more: text('x'.repeat(1_000_000)) } }),
  });

  attack('by a document more than the twenty', {
    defence: places,
    attempt: writing({ place: '20' }),
  });

  attack('by one that never expires', {
    defence: rule(
      'a receipt expires',
      "&& receipt.expiresAt <= request.time + duration.value(31, 'd')",
      '',
    ),
    attempt: writing({ fields: { expiresAt: time(new Date('9999-12-31')) } }),
  });

  attack('by deleting, which would make room for others', {
    defence: rule(
      'no client deletes a receipt',
      'match /userClaims/{uid}/clients/{place} {',
      'match /userClaims/{uid}/clients/{place} { allow delete: if isMe(uid);',
    ),
    attempt: async (target) => {
      await target.seed({ 'userClaims/me/clients/0': { device: 'Firefox' } });
      const name = target.name('userClaims/me/clients/0');
      await rest(target, target.token('me', tokenClaims('viewer')), [{ delete: name }]);
      return outcome((await target.read('userClaims/me/clients/0')) === null);
    },
  });
});

threat('a user learns of another user’s devices', '8.2.2', () => {
  const readers = rule(
    'receipts are for their owner and for those who list people',
    "match /userClaims/{uid}/clients/{place} {\n      allow read: if isMe(uid) || canNow('people.read');",
    'match /userClaims/{uid}/clients/{place} {\n      allow read: if isSignedIn();',
  );
  for (const path of ['userClaims/me/clients/0', 'userClaims/me/clients']) {
    attack(`by ${path}`, {
      defence: readers,
      attempt: async (target) => {
        await target.seed({
          'users/other': userDocument('editor'),
          'userClaims/me/clients/0': { device: 'Firefox on Linux' },
        });
        const token = target.token('other', tokenClaims('editor'));
        return outcome(wentThrough(await target.rest(token, 'GET', path)));
      },
    });
  }
});
