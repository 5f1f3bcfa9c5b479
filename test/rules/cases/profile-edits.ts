import type { Check } from '../support/check.ts';
import { type Fields, REMOVED, SERVER_TIME, show, Transform } from '../support/fields.ts';
import { fromNow, userDocument } from '../support/people.ts';
import { someone, tries } from './someone.ts';

const NAME_LIMIT = 100;
const URL_LIMIT = 2048;

/** Sets the time, as every edit of a profile has to. */
const stamped = (change: Fields): Fields => ({ profileEditedAt: SERVER_TIME, ...change });

/** Whether a user may make this change, with its time, to a document with these fields. */
const edit = (change: Fields, allowed: boolean, before: Fields = {}): Check =>
  tries(
    `a profile with ${show(before)} gets ${show(change)}`,
    () => someone('viewer', { document: before }),
    (me) => ({ request: { update: `users/${me}`, fields: change } }),
    allowed,
  );
const may = (change: Fields, before?: Fields) => edit(stamped(change), true, before);
const mayNot = (change: Fields, before?: Fields) => edit(stamped(change), false, before);

const urlOfLength = (length: number): string => 'https://example.com/'.padEnd(length, 'x');
const wrongTypes = [42, true, ['x'], { x: 'x' }, new Uint8Array([1]), fromNow(0)];

const texts: Check[] = [
  ...[
    { displayName: 'New' },
    { photoURL: 'https://example.com/a/b.png?size=96#x' },
    { displayName: 'New', photoURL: 'https://example.com/me.png' },
    { displayName: null, photoURL: null },
    { displayName: '' },
    { displayName: 'x'.repeat(NAME_LIMIT) },
    // Joiners are letters' and emojis' own: they say how to write what they stand between.
    ...[
      'José',
      '山田 太郎',
      'עדה',
      'می\u200cخواهم',
      '👩\u200d🔬',
      'A\u2065B',
      "O'Brien <b> \\",
    ].map((displayName) => ({ displayName })),
    { photoURL: urlOfLength(URL_LIMIT) },
    {},
    { role: 'viewer', disabled: false, email: 'person@example.com' },
  ].map((change) => may(change)),
  ...[
    ...wrongTypes.flatMap((value) => [{ displayName: value }, { photoURL: value }]),
    { displayName: 'x'.repeat(NAME_LIMIT + 1) },
    ...[
      0x00, 0x07, 0x0a, 0x1b, 0x7f, 0x9b, 0x61c, 0x2028, 0x2029, 0x200e, 0x200f, 0x202a, 0x202e,
      0x2066, 0x2069,
    ]
      .map((code) => String.fromCodePoint(code))
      .flatMap((sign) => [sign, `A${sign}`, `${sign}A`, `A${sign}A`])
      .map((displayName) => ({ displayName })),
    { photoURL: urlOfLength(URL_LIMIT + 1) },
    { displayName: 'New', photoURL: 42 },
    { displayName: 42, photoURL: null },
    ...[
      'http://example.com/me.png',
      'javascript:alert(1)',
      'data:image/png;base64,AAAA',
      '//example.com/me.png',
      'example.com/me.png',
      '',
      'https://',
      ' https://example.com/me.png',
      'https://example.com/me.png ',
      'https://example.com/\nme.png',
      'javascript:alert(1)//https://example.com',
      'javascript:alert(1)\nhttps://example.com',
    ].map((photoURL) => ({ photoURL })),
    ...['displayName', 'photoURL'].flatMap((field) => [
      { [field]: REMOVED },
      { [field]: SERVER_TIME },
      { [field]: Transform.increment(1) },
      { [field]: Transform.union('https://example.com') },
      { [`${field}.role`]: 'owner' },
    ]),
  ].map((change) => mayNot(change)),
];

/** One field may be edited while the console left the other missing or unacceptable. */
const beside: Check[] = [
  { displayName: undefined, photoURL: undefined },
  { displayName: 42, photoURL: 'http://example.com/me.png' },
].flatMap((before) => [
  may(before.displayName ? { displayName: 'New' } : { photoURL: null }, before),
  may({ displayName: 'New' }, before),
  may({ photoURL: null }, before),
]);

/** A value for each field of access that is neither what stands there nor null. */
const access: Fields = {
  role: 'owner',
  roleExpiresAt: fromNow(86_400),
  disabled: true,
  sessionsRevokedAt: fromNow(-86_400),
  email: 'another@example.com',
  createdAt: fromNow(0),
  updatedAt: fromNow(0),
  updatedBy: 'me',
  changeId: 'x',
};

const itself: Check[] = [
  ...Object.entries(access).flatMap(([field, value]) => {
    const before = { changeId: 'y', ...userDocument('viewer') }[field];
    const given = { [field]: before };
    return [
      edit({ [field]: value }, false, given),
      mayNot({ [field]: value }, given),
      mayNot({ displayName: 'New', [field]: value }, given),
      mayNot({ [field]: before === null ? 'x' : null }, given),
      mayNot({ [field]: REMOVED }, given),
      mayNot({ displayName: 'New', [field]: REMOVED }, given),
      mayNot({ [field]: SERVER_TIME }, given),
      mayNot({ [field]: Transform.increment(1) }, given),
      mayNot({ [field]: Transform.union('owner') }, given),
      mayNot({ [`${field}.value`]: 'owner' }, given),
      mayNot({ [field]: value }, { [field]: undefined }),
    ];
  }),
  ...['displayname', 'photoUrl', 'role ', 'isAdmin', '`displayName.role`'].map((name) =>
    mayNot({ [name]: 'owner' }),
  ),
];

const stamp = fromNow(-86_400);

/** The whole document at once. */
const replaced: Check[] = (
  [
    [{ ...userDocument('viewer'), displayName: 'New' }, true],
    [userDocument('owner'), false],
    [{ displayName: 'New', photoURL: null }, false],
    [{}, false],
  ] as const
).map(([fields, allowed]) =>
  tries(
    `a profile is replaced by ${show(fields)}`,
    () => ({
      ...someone('viewer'),
      document: userDocument('viewer', { createdAt: stamp, updatedAt: stamp }),
    }),
    (me) => ({
      request: {
        replace: `users/${me}`,
        fields: stamped(
          'role' in fields ? { ...fields, createdAt: stamp, updatedAt: stamp } : fields,
        ),
      },
    }),
    allowed,
  ),
);

/** Times that a client chooses. */
const chosenTimes = [fromNow(0), fromNow(-60), fromNow(3600), null, Date.now(), 'now', true];

const pace: Check[] = [
  ...chosenTimes.map((time) => edit({ displayName: 'New', profileEditedAt: time }, false)),
  edit({ displayName: 'New' }, false),
  edit({ displayName: 'New' }, false, { profileEditedAt: fromNow(-60) }),
  edit({ displayName: 'New', profileEditedAt: REMOVED }, false, { profileEditedAt: fromNow(-60) }),
  may({ displayName: 'New' }, { profileEditedAt: fromNow(-60) }),
  // A value that the console left there locks no user out.
  ...[null, 'yesterday', 0, true, {}].map((profileEditedAt) =>
    may({ displayName: 'New' }, { profileEditedAt }),
  ),
  mayNot({ displayName: 'New' }, { profileEditedAt: fromNow(86_400) }),
  ...(
    [
      ['of two seconds ago', -2, true],
      ['of a second ago', -1, false],
      ['of this second', 0, false],
    ] as const
  ).map(([when, seconds, allowed]) =>
    tries(
      `a profile after an edit ${when}`,
      () => someone('viewer', { document: { profileEditedAt: fromNow(seconds) } }),
      (me) => ({ request: { update: `users/${me}`, fields: stamped({ displayName: 'New' }) } }),
      allowed,
      { withinASecond: true },
    ),
  ),
];

/** Whatever the role is, also an unreadable one. */
const anyRole: Check[] = [null, 42, 'Admin '].map((role) => may({ displayName: 'New' }, { role }));

export const profileEdits: Check[] = [
  ...texts,
  ...beside,
  ...itself,
  ...replaced,
  ...pace,
  ...anyRole,
];
