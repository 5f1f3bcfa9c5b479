import type { Fields } from '../support/fields.ts';
import {
  fromNow,
  markerDocument,
  secondsFromNow,
  tokenClaims,
  userDocument,
  VERSION,
} from '../support/people.ts';
import type { Documents } from '../support/rules-project.ts';
import type { Claims } from '../support/token.ts';
import type { RoleIn } from './org-app.ts';

/** A person in two organisations, by all that a check may look at. */
export interface Member {
  /** In the token, beside role and version. */
  readonly claims: Claims;
  /** The claims beside the role that the marker names. @default those of the token */
  readonly published?: Claims | undefined;
  readonly marker?: Fields | null;
  readonly user?: Fields | null;
  /** The role in the app, the same everywhere. @default none */
  readonly role?: string;
  /** The memberships, null for none. @default none */
  readonly acme?: Fields | null;
  readonly globex?: Fields | null;
  readonly settings?: Fields;
  /** The role in acme by token, by marker, and by membership: by hand, and so is that in globex. */
  readonly inAcme: readonly [token: RoleIn, marker: RoleIn, document: RoleIn];
  /** @default none by any */
  readonly inGlobex?: readonly [token: RoleIn, marker: RoleIn, document: RoleIn];
}

const NOBODY = ['none', 'none', 'none'] as const;
const LATER = secondsFromNow(3600);
const PAST = secondsFromNow(-60);
const aMinuteAgo = { sessionsRevokedAt: fromNow(-60) };
const lockdown = { lockdown: true };

const EDITOR = { o: { acme: 'e' } };
const editor = { claims: EDITOR, acme: { role: 'editor' } } as const;
const full = { claims: { o: { globex: 'v' }, om: 1 }, globex: { role: 'viewer' } } as const;

export const members: Readonly<Record<string, Member>> = {
  viewer: {
    claims: { o: { acme: 'v' } },
    acme: { role: 'viewer' },
    inAcme: ['viewer', 'viewer', 'viewer'],
  },
  editor: { ...editor, inAcme: ['editor', 'editor', 'editor'] },
  owner: {
    claims: { o: { acme: 'o' } },
    acme: { role: 'owner' },
    inAcme: ['owner', 'owner', 'owner'],
  },
  'owner of the other': {
    claims: { o: { globex: 'o' } },
    globex: { role: 'owner' },
    inAcme: NOBODY,
    inGlobex: ['owner', 'owner', 'owner'],
  },
  'viewer here, owner there': {
    claims: { o: { acme: 'v', globex: 'o' } },
    acme: { role: 'viewer' },
    globex: { role: 'owner' },
    inAcme: ['viewer', 'viewer', 'viewer'],
    inGlobex: ['owner', 'owner', 'owner'],
  },
  'no member': { claims: {}, inAcme: NOBODY },
  'owner of the app': { claims: {}, role: 'owner', inAcme: NOBODY },
  'editor, ahead of the marker': {
    ...editor,
    claims: { ...EDITOR, cv: VERSION + 1 },
    published: EDITOR,
    inAcme: ['editor', 'editor', 'editor'],
  },
  'editor with an end': {
    claims: { ...EDITOR, ox: { acme: LATER } },
    acme: { role: 'editor', roleExpiresAt: new Date(LATER * 1000), disabled: false },
    inAcme: ['editor', 'editor', 'editor'],
  },
  'editor whose other membership has ended': {
    claims: { o: { acme: 'e', globex: 'o' }, ox: { globex: PAST } },
    acme: { role: 'editor', roleExpiresAt: null },
    globex: { role: 'owner', roleExpiresAt: new Date(PAST * 1000) },
    inAcme: ['editor', 'editor', 'editor'],
  },
  ended: {
    claims: { ...EDITOR, ox: { acme: PAST } },
    acme: { role: 'editor', roleExpiresAt: new Date(PAST * 1000) },
    inAcme: NOBODY,
  },
  removed: {
    claims: { ...EDITOR, cv: VERSION - 1 },
    published: {},
    inAcme: ['editor', 'none', 'none'],
  },
  'removed, before the marker': { claims: EDITOR, inAcme: ['editor', 'editor', 'none'] },
  promoted: {
    claims: { o: { acme: 'v' }, cv: VERSION - 1 },
    published: { o: { acme: 'o' } },
    acme: { role: 'owner' },
    inAcme: ['viewer', 'none', 'owner'],
  },
  'stale, and the same': {
    ...editor,
    claims: { ...EDITOR, cv: VERSION - 1 },
    published: EDITOR,
    inAcme: ['editor', 'none', 'editor'],
  },
  'of a session’s own role': {
    claims: { o: { acme: 'o' } },
    published: { o: { acme: 'v' } },
    acme: { role: 'viewer' },
    inAcme: ['owner', 'none', 'viewer'],
  },
  'of a session’s own role, by a marker of an early release': {
    claims: { o: { acme: 'o' } },
    published: { o: { acme: 'v' } },
    marker: { expiresAt: undefined },
    acme: { role: 'viewer' },
    inAcme: ['owner', 'none', 'viewer'],
  },
  'of a session’s own end': {
    claims: { ...EDITOR, ox: { acme: LATER } },
    published: { ...EDITOR, ox: { acme: PAST } },
    acme: { role: 'editor', roleExpiresAt: new Date(PAST * 1000) },
    inAcme: ['editor', 'none', 'none'],
  },
  'of a session’s own flag': {
    claims: { o: {}, om: 1 },
    published: { o: {} },
    acme: { role: 'editor' },
    inAcme: ['editor', 'none', 'editor'],
  },
  'of a session’s own plan': {
    ...editor,
    claims: { ...EDITOR, plan: 'pro' },
    published: EDITOR,
    inAcme: ['editor', 'none', 'editor'],
  },
  'of a session’s own area': {
    ...editor,
    claims: { ...EDITOR, a: 'x' },
    published: EDITOR,
    inAcme: ['editor', 'none', 'editor'],
  },
  'with a plan': {
    ...editor,
    claims: { ...EDITOR, plan: 'pro', a: 'north' },
    inAcme: ['editor', 'editor', 'editor'],
  },
  'with a plan in a tenant': {
    ...editor,
    claims: { ...EDITOR, plan: 'pro', firebase: { tenant: 'theirs' } },
    published: { ...EDITOR, plan: 'pro' },
    inAcme: NOBODY,
  },
  'with a plan and no version': {
    ...editor,
    claims: { ...EDITOR, plan: 'pro', cv: undefined },
    inAcme: ['none', 'none', 'editor'],
  },
  'disabled member': {
    claims: { ...EDITOR, cv: VERSION - 1 },
    published: {},
    acme: { role: 'editor', disabled: true },
    inAcme: ['editor', 'none', 'none'],
  },
  'member, disabled by a text': {
    claims: {},
    acme: { role: 'editor', disabled: 'no' },
    inAcme: NOBODY,
  },
  'disabled account': {
    ...editor,
    user: { disabled: true },
    marker: { disabled: true },
    inAcme: ['editor', 'none', 'none'],
  },
  'signed out everywhere': {
    ...editor,
    user: aMinuteAgo,
    marker: aMinuteAgo,
    inAcme: ['editor', 'none', 'none'],
  },
  'without users/{uid}': { ...editor, user: null, inAcme: ['editor', 'editor', 'none'] },
  'without a marker': { ...editor, marker: null, inAcme: ['editor', 'none', 'editor'] },
  'without a version': {
    ...editor,
    claims: { ...EDITOR, cv: undefined },
    published: EDITOR,
    inAcme: ['none', 'none', 'editor'],
  },
  'without a version, and a flag': {
    ...editor,
    claims: { om: 1, cv: undefined },
    inAcme: ['none', 'none', 'editor'],
  },
  'of a tenant': {
    ...editor,
    claims: { ...EDITOR, firebase: { tenant: 'theirs' } },
    published: EDITOR,
    inAcme: NOBODY,
  },
  'with an unknown code': {
    ...editor,
    claims: { o: { acme: 'x' } },
    inAcme: ['none', 'none', 'editor'],
  },
  'with a role for a code': {
    ...editor,
    claims: { o: { acme: 'editor' } },
    inAcme: ['none', 'none', 'editor'],
  },
  'with a list for a code': {
    ...editor,
    claims: { o: { acme: ['e'] } },
    inAcme: ['none', 'none', 'editor'],
  },
  'with a list for organisations': {
    ...editor,
    claims: { o: ['acme'] },
    inAcme: ['none', 'none', 'editor'],
  },
  'with a text for an end': {
    ...editor,
    claims: { ...EDITOR, ox: { acme: 'never' } },
    inAcme: ['none', 'none', 'editor'],
  },
  'with a role of the app': { claims: {}, acme: { role: 'admin' }, inAcme: NOBODY },
  'with a code for a role': { claims: {}, acme: { role: 'e' }, inAcme: NOBODY },
  'with a list for a role': { claims: {}, acme: { role: ['owner'] }, inAcme: NOBODY },
  'with a text for a membership’s end': {
    claims: {},
    acme: { role: 'editor', roleExpiresAt: 'never' },
    inAcme: NOBODY,
  },
  'with no role': { claims: {}, acme: { uid: 'x' }, inAcme: NOBODY },
  'one of many organisations, and no member of this': {
    ...full,
    inAcme: NOBODY,
    inGlobex: ['viewer', 'viewer', 'viewer'],
  },
  'one of many organisations, not named': {
    ...full,
    acme: { role: 'editor' },
    inAcme: ['editor', 'editor', 'editor'],
    inGlobex: ['viewer', 'viewer', 'viewer'],
  },
  'one of many organisations, removed from one that is named': {
    ...full,
    globex: null,
    inAcme: NOBODY,
    inGlobex: ['viewer', 'viewer', 'none'],
  },
  'one of many organisations, and a disabled account': {
    ...full,
    acme: { role: 'editor' },
    user: { disabled: true },
    inAcme: NOBODY,
    inGlobex: ['viewer', 'viewer', 'none'],
  },
  'one of many organisations, by a flag that is a text': {
    ...full,
    claims: { o: { globex: 'v' }, om: '1' },
    acme: { role: 'editor' },
    inAcme: ['none', 'none', 'editor'],
    inGlobex: ['viewer', 'viewer', 'viewer'],
  },
  'editor in a lockdown': { ...editor, settings: lockdown, inAcme: ['editor', 'none', 'none'] },
  'editor in a lockdown, not named': {
    ...full,
    acme: { role: 'editor' },
    settings: lockdown,
    inAcme: NOBODY,
    inGlobex: ['viewer', 'none', 'none'],
  },
  'owner of the app in a lockdown': {
    claims: {},
    role: 'owner',
    settings: lockdown,
    inAcme: NOBODY,
  },
  'owner of the app in a lockdown, and editor': {
    ...editor,
    role: 'owner',
    settings: lockdown,
    inAcme: ['editor', 'editor', 'editor'],
  },
};

export const uidOf = (name: string): string => name.replaceAll(/\W+/g, '-');

/** Token, and documents, of this person. */
export function seeded(
  name: string,
  { claims, published, marker, user, role, acme, globex }: Member,
) {
  const uid = uidOf(name);
  const { firebase, cv, ...inToken } = claims;
  const additionalClaims = published ?? inToken;
  const documents: Documents = {
    [`users/${uid}`]: user === null ? null : userDocument(role ?? null, user),
    [`userClaims/${uid}`]:
      marker === null ? null : markerDocument(role ?? null, { additionalClaims, ...marker }),
    [`orgs/acme/members/${uid}`]: acme ?? null,
    [`orgs/globex/members/${uid}`]: globex ?? null,
  };
  return { documents, caller: () => ({ uid, claims: tokenClaims(role ?? null, claims) }) };
}
