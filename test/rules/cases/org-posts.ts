import type { Check } from '../support/check.ts';
import { type Fields, SERVER_TIME } from '../support/fields.ts';
import { fromNow, secondsFromNow, storedPost, VERSION } from '../support/people.ts';
import type { Claims } from '../support/token.ts';
import { newPost } from './attempts.ts';
import { type Attempts, someone, triesAll } from './someone.ts';

/** A person without a role in the app, by what is known of their membership of the organisation `acme`. */
interface OfAcme {
  readonly claims?: Claims;
  /** What the marker names beside the role. @default the claims */
  readonly published?: Claims;
  readonly membership?: Fields;
  readonly document?: Fields;
  readonly settings?: Fields;
}

const read = ['read it', 'read a post', 'list the posts'];
const look = ['read a member', 'list the members'];
const write = ['post', 'delete their own'];
const manage = [
  'delete a post of another',
  'delete one of another, and not as its author',
  'read an invite',
  'read what happened',
];

/** What anybody may do who is asked: to see their own membership. */
const own = ['read their own membership'];

const POST = 'orgs/acme/posts/';
const post = (me: string) => ({ ...newPost(me), status: 'published' });

const attempts = (membership: Fields | undefined): Attempts => {
  const attempt =
    (make: (me: string, id: string) => ReturnType<Attempts[string]>) =>
    (me: string, id: string): ReturnType<Attempts[string]> => {
      const { given, request } = make(me, id);
      return { given: { [`orgs/acme/members/${me}`]: membership ?? null, ...given }, request };
    };
  const there = (path: string, fields: Fields, request: ReturnType<Attempts[string]>['request']) =>
    attempt(() => ({ given: { [path]: fields }, request }));
  const theirs = storedPost('another-author', 'published');
  return {
    'read it': there('orgs/acme', { name: 'Acme' }, { get: 'orgs/acme' }),
    'read a post': there(`${POST}one`, theirs, { get: `${POST}one` }),
    'list the posts': there(`${POST}one`, theirs, { list: 'orgs/acme/posts' }),
    post: attempt((me, id) => ({ request: { create: POST + id, fields: post(me) } })),
    'post for another author': attempt((_, id) => ({
      request: { create: POST + id, fields: post('another-author') },
    })),
    'post with an earlier time': attempt((me, id) => ({
      request: { create: POST + id, fields: { ...post(me), createdAt: fromNow(-60) } },
    })),
    'post what is no post': attempt((me, id) => ({
      request: { create: POST + id, fields: { ...post(me), title: '' } },
    })),
    'delete their own': attempt((me, id) => ({
      given: { [POST + id]: storedPost(me, 'published') },
      request: { delete: POST + id },
    })),
    'delete a post of another': attempt((_, id) => ({
      given: { [POST + id]: theirs },
      request: { delete: POST + id },
    })),
    'delete one of another, and not as its author': attempt((_, id) => ({
      given: { [POST + id]: storedPost('third-author', 'draft') },
      request: { delete: POST + id },
    })),
    'edit their own': attempt((me, id) => ({
      given: { [POST + id]: storedPost(me, 'published') },
      request: { update: POST + id, fields: { title: 'New', updatedAt: SERVER_TIME } },
    })),
    'read their own membership': attempt((me) => ({
      request: { get: `orgs/acme/members/${me}` },
    })),
    'read a member': there(
      'orgs/acme/members/another',
      { role: 'viewer' },
      { get: 'orgs/acme/members/another' },
    ),
    'list the members': there(
      'orgs/acme/members/another',
      { role: 'viewer' },
      { list: 'orgs/acme/members' },
    ),
    'read an invite': there(
      'orgs/acme/invites/open',
      { role: 'viewer' },
      { get: 'orgs/acme/invites/open' },
    ),
    'read what happened': there(
      'orgs/acme/auditLog/entry',
      { kind: 'role' },
      { get: 'orgs/acme/auditLog/entry' },
    ),
    'read a post of another organisation': there('orgs/globex/posts/one', theirs, {
      get: 'orgs/globex/posts/one',
    }),
    'read a post of what is no organisation': there('orgs/a.b/posts/one', theirs, {
      get: 'orgs/a.b/posts/one',
    }),
    'make themselves an admin': attempt((me) => ({
      request: { update: `orgs/acme/members/${me}`, fields: { role: 'admin' } },
    })),
  };
};

const of = (
  name: string,
  { claims = {}, published = claims, membership, document = {}, settings }: OfAcme,
  allowed: readonly string[],
): Check[] => {
  const { cv: _, ...additionalClaims } = published;
  return triesAll(
    name,
    () => someone(null, { claims, document, marker: { additionalClaims } }),
    attempts(membership),
    [...own, ...allowed],
    settings && { settings },
  );
};

const EDITOR = { o: { acme: 'e' } };

/** The same ids and claims in a tenant of Identity Platform. */
const ofATenant = triesAll(
  'an editor of a tenant',
  () => someone(null, { claims: { ...EDITOR, firebase: { tenant: 'theirs' } } }),
  attempts({ role: 'editor' }),
  'none',
);

const FULL = { o: { globex: 'v' }, om: 1 };
const editor = { role: 'editor' };
const inAnHour = secondsFromNow(3600);
const before = secondsFromNow(-60);

/** Posts of an organisation, by the membership. */
export const orgPosts: readonly Check[] = [
  of('a viewer of acme', { claims: { o: { acme: 'v' } }, membership: { role: 'viewer' } }, [
    ...read,
    ...look,
  ]),
  of('an editor of acme', { claims: EDITOR, membership: editor }, [...read, ...look, ...write]),
  of('an admin of acme', { claims: { o: { acme: 'a' } }, membership: { role: 'admin' } }, [
    ...read,
    ...look,
    ...write,
    ...manage,
  ]),
  of('an admin of another organisation', { claims: { o: { globex: 'a' } } }, [
    'read a post of another organisation',
  ]),
  of('no member of any', {}, []),
  of(
    'an editor with an end',
    {
      claims: { ...EDITOR, ox: { acme: inAnHour } },
      membership: { ...editor, roleExpiresAt: fromNow(3600) },
    },
    [...read, ...look, ...write],
  ),
  of(
    'one who was an editor until now',
    {
      claims: { ...EDITOR, ox: { acme: before } },
      membership: { ...editor, roleExpiresAt: fromNow(-60) },
    },
    [],
  ),
  of(
    'an editor who was removed',
    { claims: { ...EDITOR, cv: VERSION - 1 }, published: {}, membership: {} },
    [],
  ),
  of('an editor who was removed a moment ago', { claims: EDITOR }, read),
  of('a disabled member', { claims: EDITOR, membership: { ...editor, disabled: true } }, read),
  of(
    'a member whose account is disabled',
    { claims: EDITOR, membership: editor, document: { disabled: true } },
    read,
  ),
  of(
    'an editor of a session’s own end',
    {
      claims: { ...EDITOR, ox: { acme: inAnHour } },
      published: EDITOR,
      membership: editor,
    },
    [...look, ...write],
  ),
  of(
    'an editor of a session’s own flag',
    { claims: { ...EDITOR, om: 1 }, published: EDITOR, membership: editor },
    [...look, ...write],
  ),
  of(
    'a viewer of a session’s own role',
    {
      claims: { o: { acme: 'a' } },
      published: { o: { acme: 'v' } },
      membership: { role: 'viewer' },
    },
    look,
  ),
  of('one with a list for a code', { claims: { o: { acme: ['e'] } }, membership: editor }, [
    ...look,
    ...write,
  ]),
  of('one with a list for a role', { membership: { role: ['admin'] } }, []),
  of('an editor without room in the token', { claims: FULL, membership: editor }, [
    ...read,
    ...look,
    ...write,
    'read a post of another organisation',
  ]),
  of(
    'an editor without a version',
    { claims: { ...EDITOR, cv: undefined }, published: EDITOR, membership: editor },
    [...look, ...write],
  ),
  of(
    'an editor in a lockdown',
    { claims: EDITOR, membership: editor, settings: { lockdown: true } },
    [],
  ),
  ofATenant,
].flat();
