import type { Check } from '../support/check.ts';
import { type Fields, show } from '../support/fields.ts';
import { fromNow, secondsFromNow } from '../support/people.ts';
import { asAnybody, byDocument, byMarker, byToken, toLearn } from './attempts.ts';
import { type Someone, someone, triesAll } from './someone.ts';

const everything = { ...byToken, ...byMarker, ...byDocument, ...asAnybody };

/** What a lockdown and a minimum leave open: `can()` consults the token alone. */
const leftOpen = Object.keys(byToken);
const toLearnAndLeftOpen = [...Object.keys(toLearn), ...leftOpen];

/** Every readable form of settings without a lockdown. */
const open: Fields[] = [
  {},
  { lockdown: false },
  { minimumAuthTime: null },
  { lockdown: false, minimumAuthTime: fromNow(-86_400) },
  { lockdown: false, minimumAuthTime: new Date(0), note: 'Open since ever.' },
];

/** Settings that only the top role passes: a lockdown, or one because a value is unreadable or in the future. */
const closed: Fields[] = [
  { lockdown: true },
  { lockdown: true, minimumAuthTime: fromNow(-3600) },
  ...[null, 'false', '', 0, 1, [], [false], {}, fromNow(-60)].map((lockdown) => ({ lockdown })),
  ...[
    fromNow(3600),
    secondsFromNow(-3600),
    'yesterday',
    false,
    0,
    [],
    { seconds: 0, nanoseconds: 0 },
  ].map((minimumAuthTime) => ({ lockdown: false, minimumAuthTime })),
];

/** Refusals that a malformed setting beside it does not lift. */
const closedToo: Fields = { lockdown: true, minimumAuthTime: 'yesterday' };

export const lockdowns: Check[] = [
  ...open.flatMap((settings) => [
    ...triesAll(`an admin, settings ${show(settings)}`, () => someone('admin'), everything, 'all', {
      settings,
    }),
    ...triesAll(`an owner, settings ${show(settings)}`, () => someone('owner'), everything, 'all', {
      settings,
    }),
  ]),
  ...[...closed, closedToo].flatMap((settings) => [
    ...triesAll(
      `an admin, settings ${show(settings)}`,
      () => someone('admin'),
      { ...everything, ...toLearn },
      toLearnAndLeftOpen,
      { settings },
    ),
    ...triesAll(
      `an owner, settings ${show(settings)}`,
      () => someone('owner'),
      { ...everything, ...toLearn },
      'all',
      { settings },
    ),
  ]),
];

const lockdown: Fields = { lockdown: true };
const unreadable: Fields = { lockdown: 'on' };

/** A minimum that every sign-in meets but one that is not there. */
const firstSecondOver: Fields = { minimumAuthTime: new Date(1000) };

/** A lockdown is passed by the role in users/{uid}, whatever the token says. */
const keepers: readonly (readonly [string, () => Someone, 'all' | readonly string[]])[] = [
  ['an owner with the token of an admin', () => withToken('admin', someone('owner')), 'all'],
  ['a former owner', () => withToken('owner', someone('admin')), leftOpen],
  ['an owner without a document', () => ({ ...someone('owner'), document: null }), leftOpen],
  ['a disabled owner', () => someone('owner', { document: { disabled: true } }), leftOpen],
  [
    'an owner whose role ended',
    () => someone('owner', { document: { roleExpiresAt: fromNow(-1) } }),
    leftOpen,
  ],
  [
    'an owner who was signed out everywhere',
    () => someone('owner', { document: { sessionsRevokedAt: fromNow(-60) } }),
    leftOpen,
  ],
  ['an owner in a list', () => withToken('owner', someone(['owner'])), leftOpen],
  ['a user without a role', () => withToken('owner', someone(null)), leftOpen],
];

export const lockdownKeepers: Check[] = [lockdown, unreadable].flatMap((settings) =>
  keepers.flatMap(([who, they, allowed]) =>
    triesAll(
      `${who}, settings ${show(settings)}`,
      they,
      { ...byToken, ...byMarker, ...byDocument, ...asAnybody },
      allowed,
      { settings },
    ),
  ),
);

const signIn = secondsFromNow(-600);
const minimumAt = (milliseconds: number) => ({
  minimumAuthTime: new Date(signIn * 1000 + milliseconds),
});

/** `minimumAuthTime` against the sign-in of all users, owners too. */
export const minimums: Check[] = [
  ...(
    [
      ['in the second of the minimum', minimumAt(0), true],
      ['in the second within which the minimum lies', minimumAt(999), true],
      ['in the second before the minimum', minimumAt(1000), false],
      ['long before the minimum', minimumAt(300_000), false],
      ['after the minimum', minimumAt(-1000), true],
    ] as const
  ).flatMap(([when, settings, allowed]) =>
    ['editor', 'owner'].flatMap((role) =>
      triesAll(
        `an ${role} who signed in ${when}`,
        () => someone(role, { claims: { auth_time: signIn } }),
        role === 'owner'
          ? { ...everything, ...toLearn }
          : { ...byToken, ...byMarker, ...asAnybody, ...toLearn },
        allowed ? 'all' : toLearnAndLeftOpen,
        { settings },
      ),
    ),
  ),
  // A setting that cannot be read is a lockdown without a minimum: it has to be put right.
  ...triesAll(
    'an owner of an old sign-in, a minimum and a lockdown that cannot be read',
    () => someone('owner', { claims: { auth_time: signIn } }),
    everything,
    'all',
    { settings: { lockdown: 'no', minimumAuthTime: fromNow(-60) } },
  ),
  ...triesAll(
    'an owner of an old sign-in in a lockdown with a minimum',
    () => someone('owner', { claims: { auth_time: signIn } }),
    everything,
    leftOpen,
    { settings: { lockdown: true, minimumAuthTime: fromNow(-60) } },
  ),
  ...[undefined, null, String(signIn), signIn + 0.5, true, [signIn], {}].flatMap((auth_time) => [
    ...triesAll(
      `an editor who signed in at ${show(auth_time)}, with a minimum`,
      () => someone('editor', { claims: { auth_time } }),
      { ...byToken, ...byMarker, ...asAnybody },
      leftOpen,
      { settings: firstSecondOver },
    ),
    ...triesAll(
      `an owner who signed in at ${show(auth_time)}, with a setting that cannot be read`,
      () => someone('owner', { claims: { auth_time } }),
      { ...byToken, ...byDocument },
      'all',
      { settings: unreadable },
    ),
  ]),
  ...triesAll(
    'an editor who signed in this second, which is the minimum',
    () => someone('editor', { claims: { auth_time: secondsFromNow(0) } }),
    { ...byToken, ...byMarker },
    'all',
    { settings: () => ({ minimumAuthTime: fromNow(0) }), withinASecond: true },
  ),
  ...triesAll(
    'an editor, and a minimum later within this second',
    () => someone('editor', { claims: { auth_time: secondsFromNow(0) } }),
    { 'get a draft': byMarker['get a draft'] as never },
    'all',
    {
      settings: () => ({ minimumAuthTime: new Date(secondsFromNow(0) * 1000 + 999) }),
      withinASecond: true,
    },
  ),
];

function withToken(role: string, person: Someone): Someone {
  const { claims, marker } = someone(role);
  return { ...person, claims, marker };
}
