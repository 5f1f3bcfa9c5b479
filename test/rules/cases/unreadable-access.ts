import type { Check } from '../support/check.ts';
import { Place, show } from '../support/fields.ts';
import { fromNow, secondsFromNow, VERSION } from '../support/people.ts';
import { asAnybody, byDocument, byMarker, byToken, toLearn } from './attempts.ts';
import { someone, triesAll } from './someone.ts';

/** Values that look like a role to a person, or to careless code, and are none. */
const notRoles: readonly (readonly [string, unknown])[] = [
  ['a number', 42],
  ['true', true],
  ['an empty text', ''],
  ['a capital letter', 'Admin'],
  ['a blank after it', 'Admin '],
  ['a blank before it', ' owner'],
  ['a line break after it', 'owner\n'],
  ['an unknown role', 'superuser'],
  ['two roles in one text', 'viewer,owner'],
  ['a permission', 'posts.read'],
  ['an empty list', []],
  ['a list of a role, a path into the role table', ['owner']],
  ['a list of all roles', ['viewer', 'editor', 'admin', 'owner']],
  ['an empty map', {}],
  ['a map with a role in it', { role: 'owner' }],
  ['a map from role to true', { owner: true }],
];

const tokenAttempts = { ...byToken, ...byMarker };
const LATER = secondsFromNow(7200);

/** A token that says more than a role which the table knows, and less than it has to. */
export const claims: Check[] = [
  ...triesAll('a role without end', () => someone('owner'), tokenAttempts, 'all'),
  ...triesAll(
    'a role with the end null',
    () => someone('owner', { claims: { rx: null } }),
    tokenAttempts,
    'all',
  ),
  ...triesAll(
    'a role that still runs',
    () => someone('owner', { claims: { rx: LATER }, marker: { expiresAt: LATER } }),
    tokenAttempts,
    'all',
  ),
  ...triesAll('no role', () => someone(null), tokenAttempts, 'none'),
  ...notRoles.flatMap(([what, role]) =>
    triesAll(`a claimed role that is ${what}`, () => someone(role), tokenAttempts, 'none'),
  ),
  ...[
    { admin: true, owner: true, Role: 'owner' },
    { roles: ['owner'] },
    { permissions: ['posts.read', 'posts.write'] },
    { rx: secondsFromNow(7200) },
  ].flatMap((other) =>
    triesAll(
      `only the claims ${show(other)}`,
      () => someone(null, { claims: other }),
      tokenAttempts,
      'none',
    ),
  ),
  ...[
    secondsFromNow(-1),
    0,
    -secondsFromNow(7200),
    secondsFromNow(7200) + 0.5,
    1e300,
    String(secondsFromNow(7200)),
    '2099-01-01T00:00:00Z',
    false,
    true,
    [secondsFromNow(7200)],
    { seconds: secondsFromNow(7200) },
  ].flatMap((rx) =>
    triesAll(
      `a claimed end of ${show(rx)}`,
      () => someone('owner', { claims: { rx }, marker: { expiresAt: rx } }),
      tokenAttempts,
      'none',
    ),
  ),
  ...triesAll(
    'a claimed end this very second',
    () =>
      someone('owner', {
        claims: { rx: secondsFromNow(0) },
        marker: { expiresAt: secondsFromNow(0) },
      }),
    tokenAttempts,
    'none',
    { withinASecond: true },
  ),
];

/** What the marker says decides for drafts, and only there. */
export const markers: Check[] = [
  ...[
    {},
    { disabled: undefined },
    { sessionsRevokedAt: undefined },
    { sessionsRevokedAt: fromNow(-3600) },
    { version: VERSION - 1 },
    { version: 0 },
  ].flatMap((marker) =>
    triesAll(
      `a marker with ${show(marker)}`,
      () => someone('editor', { marker: marker }),
      tokenAttempts,
      'all',
    ),
  ),
  ...[
    { version: VERSION + 1 },
    { version: undefined },
    { version: null },
    { version: String(VERSION) },
    { version: [VERSION] },
    { disabled: true },
    { disabled: null },
    { disabled: 'false' },
    { disabled: 0 },
    { sessionsRevokedAt: fromNow(-60) },
    { sessionsRevokedAt: fromNow(3600) },
    { sessionsRevokedAt: secondsFromNow(-3600) },
    { sessionsRevokedAt: 'long ago' },
    { sessionsRevokedAt: false },
  ].flatMap((marker) =>
    triesAll(
      `a marker with ${show(marker)}`,
      () => someone('editor', { marker: marker }),
      tokenAttempts,
      Object.keys(byToken),
    ),
  ),
  ...triesAll(
    'no marker',
    () => ({ ...someone('editor'), marker: null }),
    tokenAttempts,
    Object.keys(byToken),
  ),
  ...[1, VERSION - 1].flatMap((cv) =>
    triesAll(
      `a claimed version ${show(cv)}`,
      () => someone('editor', { claims: { cv } }),
      tokenAttempts,
      Object.keys(byToken),
    ),
  ),
  // Only the sync writes versions: such claims come from other code, whatever the marker says.
  ...[
    undefined,
    null,
    '',
    'x',
    false,
    true,
    [VERSION],
    { cv: VERSION },
    VERSION + 0.5,
    -1,
    0,
  ].flatMap((cv) =>
    triesAll(
      `a claimed version ${show(cv)}`,
      () => someone('editor', { claims: { cv }, marker: { version: 0 } }),
      tokenAttempts,
      'none',
    ),
  ),
];

/** Session claims take precedence over the account's: an earlier role may come with the newest version. */
export const shadows: Check[] = [
  ...[
    ['a higher role', { claims: { role: 'owner' } }],
    ['a lower role', { claims: { role: 'viewer' } }, 'admin'],
    ['a role, where there is none', { marker: { role: null } }],
    ['a role, where the marker forgot it', { marker: { role: undefined } }],
    ['a role, where the marker has the same in a list', { marker: { role: ['editor'] } }],
    ['the largest version', { claims: { role: 'owner', cv: Number.MAX_SAFE_INTEGER } }],
    ['no end, where there is one', { marker: { expiresAt: LATER } }],
    ['a later end', { claims: { rx: LATER + 1 }, marker: { expiresAt: LATER } }],
    ['an earlier end', { claims: { rx: LATER }, marker: { expiresAt: LATER + 1 } }],
    ['an end, where there is none', { claims: { rx: LATER } }],
    ['no end, where it cannot be read', { marker: { expiresAt: 'never' } }],
  ].flatMap(([what, how, role = 'editor']) =>
    triesAll(
      `a token with ${what}`,
      () => someone(role, how as Parameters<typeof someone>[1]),
      tokenAttempts,
      Object.keys(byToken),
    ),
  ),
  ...triesAll(
    'a marker without a role, for whom nothing was granted',
    () => someone(null),
    tokenAttempts,
    'none',
  ),
  // Markers of releases before `expiresAt`: the version decides alone, as it did there.
  ...[{}, { role: null }, { role: undefined }, { role: 'owner' }].flatMap((marker) =>
    triesAll(
      `a marker of an older release with ${show(marker)}`,
      () =>
        someone('editor', { claims: { rx: LATER }, marker: { expiresAt: undefined, ...marker } }),
      tokenAttempts,
      'all',
    ),
  ),
  ...triesAll(
    'a marker of an older release, of a newer version',
    () => someone('editor', { marker: { expiresAt: undefined, version: VERSION + 1 } }),
    tokenAttempts,
    Object.keys(byToken),
  ),
];

const everything = { ...tokenAttempts, ...byDocument, ...asAnybody, ...toLearn };

/** Tenants have ids of their own: an account with an owner's id there has no access here. */
export const tenants: Check[] = [
  ...['tenant-1', '', 0, false, {}].flatMap((tenant) =>
    triesAll(
      `an account of the tenant ${show(tenant)}`,
      () => someone('owner', { claims: { firebase: { sign_in_provider: 'password', tenant } } }),
      everything,
      'none',
    ),
  ),
  ...[
    { sign_in_provider: 'password', identities: {} },
    { sign_in_provider: 'custom', tenant: null },
  ].flatMap((firebase) =>
    triesAll(
      `an account of no tenant, ${show(firebase)}`,
      () => someone('owner', { claims: { firebase, tenant: 'tenant-1' } }),
      everything,
      'all',
    ),
  ),
];

const documentAttempts = { ...byDocument, ...asAnybody };
const profileOnly = Object.keys(asAnybody);

/** What users/{uid} says, whatever the token does. */
export const documents: Check[] = [
  ...[
    {},
    { disabled: undefined },
    { roleExpiresAt: undefined },
    { sessionsRevokedAt: undefined },
    { roleExpiresAt: fromNow(7200) },
    { sessionsRevokedAt: fromNow(-3600) },
    { sessionsRevokedAt: fromNow(-86_400 * 365 * 60) },
  ].flatMap((document) =>
    triesAll(
      `a document with ${show(document)}`,
      () => ({ ...someone('owner', { document: document }), claims: signedIn() }),
      documentAttempts,
      'all',
    ),
  ),
  ...triesAll(
    'a document with a role and nothing else',
    () => ({ ...someone('owner'), document: { role: 'owner' } }),
    documentAttempts,
    'all',
  ),
  ...triesAll(
    'no document',
    () => ({ ...someone('owner'), document: null }),
    documentAttempts,
    'none',
  ),
  ...[
    ...notRoles,
    ['missing', undefined] as const,
    ['null', null] as const,
    ['a timestamp', fromNow(7200)] as const,
    ['bytes', new TextEncoder().encode('owner')] as const,
    ['a place', new Place()] as const,
  ].flatMap(([what, role]) =>
    triesAll(
      `a role in the document that is ${what}`,
      () => someone('owner', { document: { role } }),
      documentAttempts,
      profileOnly,
    ),
  ),
  ...[true, null, 'false', '', 0, [], [false], {}, fromNow(7200)].flatMap((disabled) =>
    triesAll(
      `disabled as ${show(disabled)}`,
      () => someone('owner', { document: { disabled } }),
      documentAttempts,
      'none',
    ),
  ),
  ...[
    fromNow(-1),
    '2099-01-01T00:00:00Z',
    secondsFromNow(7200),
    secondsFromNow(7200) * 1000,
    0,
    false,
    '',
    [fromNow(7200)],
    { seconds: secondsFromNow(7200), nanoseconds: 0 },
  ].flatMap((roleExpiresAt) =>
    triesAll(
      `a role's end of ${show(roleExpiresAt)}`,
      () => someone('owner', { document: { roleExpiresAt } }),
      documentAttempts,
      profileOnly,
    ),
  ),
  ...triesAll(
    "a role's end this very second",
    () => someone('owner', { document: { roleExpiresAt: fromNow(0) } }),
    byDocument,
    'none',
    { withinASecond: true },
  ),
  ...triesAll(
    "a role's end later in this second",
    () => someone('owner', { document: { roleExpiresAt: new Date(fromNow(0).getTime() + 999) } }),
    byDocument,
    'none',
    { withinASecond: true },
  ),
  ...[
    fromNow(-60),
    fromNow(3600),
    secondsFromNow(-3600),
    'long ago',
    0,
    false,
    [fromNow(-3600)],
    { seconds: 0, nanoseconds: 0 },
  ].flatMap((sessionsRevokedAt) =>
    triesAll(
      `sessions ended at ${show(sessionsRevokedAt)}`,
      () => someone('owner', { document: { sessionsRevokedAt } }),
      documentAttempts,
      'none',
    ),
  ),
];

const signInSecond = secondsFromNow(-600);
const endedAt = (milliseconds: number) => new Date(signInSecond * 1000 + milliseconds);
const signedInThen = { auth_time: signInSecond };

/** Sessions from before this second end, as in Firebase Auth. */
export const sessions: Check[] = [
  ...[
    ['the second of the sign-in', endedAt(0), true],
    ['its last millisecond', endedAt(999), true],
    ['the second after it', endedAt(1000), false],
  ].flatMap(([when, sessionsRevokedAt, allowed]) => [
    ...triesAll(
      `sessions ended in ${when}, by the document`,
      () => someone('owner', { claims: signedInThen, document: { sessionsRevokedAt } }),
      documentAttempts,
      allowed ? 'all' : 'none',
    ),
    ...triesAll(
      `sessions ended in ${when}, by the marker`,
      () => someone('owner', { claims: signedInThen, marker: { sessionsRevokedAt } }),
      byMarker,
      allowed ? 'all' : 'none',
    ),
  ]),
  ...[
    undefined,
    null,
    String(signInSecond),
    signInSecond + 600.5,
    true,
    [signInSecond],
    {},
  ].flatMap((auth_time) => [
    ...triesAll(
      `a sign-in at ${show(auth_time)}, where sessions ended`,
      () =>
        someone('owner', {
          claims: { auth_time },
          document: { sessionsRevokedAt: new Date(1000) },
          marker: { sessionsRevokedAt: new Date(1000) },
        }),
      { ...documentAttempts, ...byMarker },
      'none',
    ),
    ...triesAll(
      `a sign-in at ${show(auth_time)}, where they ended with the epoch's first second`,
      () =>
        someone('owner', {
          claims: { auth_time },
          document: { sessionsRevokedAt: new Date(0) },
          marker: { sessionsRevokedAt: new Date(0) },
        }),
      { ...documentAttempts, ...byMarker },
      'all',
    ),
    ...triesAll(
      `a sign-in at ${show(auth_time)}, where they never did`,
      () => someone('owner', { claims: { auth_time } }),
      { ...documentAttempts, ...byMarker },
      'all',
    ),
  ]),
];

/** A token that claims nothing of ours. */
const signedIn = () => ({ iat: secondsFromNow(0), auth_time: secondsFromNow(-600) });
