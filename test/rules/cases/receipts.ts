import type { Check } from '../support/check.ts';
import { type Fields, REMOVED, SERVER_TIME, show } from '../support/fields.ts';
import { fromNow, VERSION } from '../support/people.ts';
import type { Documents, Request } from '../support/rules-project.ts';
import type { Claims } from '../support/token.ts';
import { type Someone, someone, tries } from './someone.ts';

/** When the marker was written: the same for the marker and for the receipt of it. */
const MARKED = fromNow(-60);
const DAY = 86_400;
const SESSION = 'k3dNq0ZpTgYw83HnVbRc';

/** A user whose token, marker and document agree, except for what is given. */
const holder = (
  role: string | null = 'viewer',
  claims: Claims = {},
  marker: Fields = {},
  document: Fields = {},
): Someone => someone(role, { claims, document, marker: { claimsUpdatedAt: MARKED, ...marker } });

/** A receipt of the marker, as a session writes it that was open when the change came. */
const receipt = (over: Fields = {}): Fields => ({
  device: 'Firefox on Linux',
  session: SESSION,
  version: VERSION,
  claimsUpdatedAt: MARKED,
  takenAt: SERVER_TIME,
  lastSeenAt: SERVER_TIME,
  signedOut: false,
  expiresAt: fromNow(30 * DAY),
  ...over,
});

/** The same as it is stored, of an earlier version. */
const stored = (over: Fields = {}): Fields =>
  receipt({
    version: VERSION - 1,
    claimsUpdatedAt: null,
    takenAt: fromNow(-7200),
    lastSeenAt: fromNow(-7200),
    expiresAt: fromNow(29 * DAY),
    ...over,
  });

const at = (uid: string, place = '0') => `userClaims/${uid}/clients/${place}`;

const creates = (
  name: string,
  fields: Fields,
  allowed: boolean,
  { who = () => holder(), place = '0' }: { who?: () => Someone; place?: string } = {},
): Check => tries(name, who, (me) => ({ request: { create: at(me, place), fields } }), allowed);

const firsts: Check[] = [
  ...(['owner', 'viewer', null] as const).map((role) =>
    creates(`a session of ${role} takes a change`, receipt(), true, { who: () => holder(role) }),
  ),
  creates('it was opened later', receipt({ claimsUpdatedAt: null }), true),
  ...['1', '9', '10', '19'].map((place) =>
    creates(`at the place ${place}`, receipt(), true, { place }),
  ),
  ...['20', '00', '100', 'x', '1x', '-1', 'other'].map((place) =>
    creates(`at the place ${place}`, receipt(), false, { place }),
  ),
  tries(
    'in a lockdown',
    () => holder(),
    (me) => ({ request: { create: at(me), fields: receipt() } }),
    true,
    { settings: { lockdown: true, minimumAuthTime: null } },
  ),
  creates('without a marker', receipt(), false, { who: () => ({ ...holder(), marker: null }) }),
];

/** What a session has to show for what it says. */
const tokens: Check[] = [
  ...(
    [
      ['a version ahead of the marker’s', { cv: VERSION + 1 }, true],
      ['the version before', { cv: VERSION - 1 }, false],
      ['no version', { cv: undefined }, false],
      ['a version as a text', { cv: String(VERSION) }, false],
      ['another role', { role: 'owner' }, false],
    ] as const
  ).flatMap(([name, claims, allowed]) => [
    creates(`by a token with ${name}`, receipt(), allowed, { who: () => holder('viewer', claims) }),
    creates(`signing out, by a token with ${name}`, receipt({ signedOut: true }), true, {
      who: () => holder('viewer', claims),
    }),
  ]),
  creates('signing out, disabled', receipt({ signedOut: true }), true, {
    who: () =>
      holder('viewer', { cv: VERSION - 1 }, { role: null, disabled: true }, { disabled: true }),
  }),
  creates('signing out, since the sessions were ended', receipt({ signedOut: true }), true, {
    who: () =>
      holder(
        'viewer',
        { cv: VERSION - 1 },
        { sessionsRevokedAt: fromNow(-60) },
        { sessionsRevokedAt: fromNow(-60) },
      ),
  }),
];

const spoilt: Check[] = [
  { version: VERSION + 1 },
  { version: VERSION - 1 },
  { version: String(VERSION) },
  { claimsUpdatedAt: fromNow(-61) },
  { claimsUpdatedAt: SERVER_TIME },
  { claimsUpdatedAt: 0 },
  { takenAt: fromNow(-60) },
  { takenAt: MARKED },
  { lastSeenAt: fromNow(60) },
  { lastSeenAt: null },
  { expiresAt: fromNow(-60) },
  { expiresAt: fromNow(32 * DAY) },
  { expiresAt: null },
  { expiresAt: 'never' },
  { signedOut: 'no' },
  { signedOut: null },
  { session: 'short' },
  { session: 'x'.repeat(37) },
  { session: '<script>alert(1)</script>' },
  { session: 42 },
  { device: 'x'.repeat(65) },
  { device: 'a\nb' },
  { device: '\u202Eevil' },
  { device: 42 },
  { device: null },
  { nickname: 'x' },
  { role: 'owner' },
  ...Object.keys(receipt()).map((field) => ({ [field]: REMOVED })),
]
  .map((change) => creates(`with ${show(change)}`, without(receipt(change)), false))
  .concat(
    [{ device: '' }, { device: 'Müllers 電話 “Pixel” 8 (Pro) +' }, { device: 'x'.repeat(64) }].map(
      (change) => creates(`with ${show(change)}`, receipt(change), true),
    ),
  );

function without(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== REMOVED));
}

const updates = (
  name: string,
  before: Fields,
  fields: Fields,
  allowed: boolean,
  who = () => holder(),
): Check =>
  tries(
    name,
    who,
    (me) => ({ given: { [at(me)]: before }, request: { replace: at(me), fields } }),
    allowed,
  );

const behind = () => holder('viewer', { cv: VERSION - 1 });
const seen = (over: Fields = {}, before = stored()): Fields => ({
  ...before,
  lastSeenAt: SERVER_TIME,
  expiresAt: fromNow(30 * DAY),
  ...over,
});
const OTHER = { session: 'anotherSessionOfTheSame' };
const LONG_UNSEEN = { lastSeenAt: fromNow(-2 * DAY) };

const later: Check[] = [
  updates('the next change', stored(), receipt(), true),
  updates('the next change, by an old token', stored(), receipt(), false, behind),
  updates('seen again, with an old token', stored(), seen(), true, behind),
  updates('seen again, as something else', stored(), seen({ device: 'Chrome' }), true),
  updates('seen again, with another time', stored(), seen({ takenAt: MARKED }), false),
  updates('seen again, with another version', stored(), seen({ version: 1 }), false),
  updates(
    'seen again, with a time of the change',
    stored(),
    seen({ claimsUpdatedAt: MARKED }),
    false,
  ),
  updates('signing out, with an old token', stored(), seen({ signedOut: true }), true, behind),
  updates('signed out, and seen', stored({ signedOut: true }), seen(), false),
  updates('signed out twice', stored({ signedOut: true }), seen({ signedOut: true }), true),
  updates('signed in again', stored({ signedOut: true }), receipt({ claimsUpdatedAt: null }), true),
  updates('in the place of another session', stored(OTHER), receipt(), false),
  updates('as another session', stored(OTHER), seen(), false),
  updates('in the place of one long unseen', stored({ ...OTHER, ...LONG_UNSEEN }), receipt(), true),
  updates('as one long unseen', stored({ ...OTHER, ...LONG_UNSEEN }), seen(), false),
  updates('in the place of one signed out', stored({ ...OTHER, signedOut: true }), receipt(), true),
];

/** Everything with the receipt of another user. */
const others = (name: string, who: () => Someone, reads: boolean): Check[] => {
  const attempts: Readonly<Record<string, readonly [(other: string) => Request, boolean]>> = {
    gets: [(other) => ({ get: at(other) }), reads],
    lists: [(other) => ({ list: `userClaims/${other}/clients` }), reads],
    creates: [(other) => ({ create: at(other, '1'), fields: receipt() }), false],
    replaces: [(other) => ({ replace: at(other), fields: receipt() }), false],
    deletes: [(other) => ({ delete: at(other) }), false],
  };
  return Object.entries(attempts).map(([attempt, [request, allowed]]) =>
    tries(
      `${name} ${attempt} another user’s`,
      who,
      (me) => {
        const other = `other-of-${me}`;
        const given: Documents = { [at(other)]: stored() };
        return { given, request: request(other) };
      },
      allowed,
    ),
  );
};

const own: Check[] = (
  [
    ['gets', (me: string) => ({ get: at(me) }), true],
    ['lists', (me: string) => ({ list: `userClaims/${me}/clients` }), true],
    ['deletes', (me: string) => ({ delete: at(me) }), false],
  ] as const
).map(([name, request, allowed]) =>
  tries(
    `a user without a role ${name} an own one`,
    () => holder(null),
    (me) => ({ given: { [at(me)]: stored() }, request: request(me) }),
    allowed,
  ),
);

export const receipts: Check[] = [
  ...firsts,
  ...tokens,
  ...spoilt,
  ...later,
  ...others('a writer', () => holder('editor'), false),
  ...others('an admin', () => holder('admin'), true),
  ...own,
];
