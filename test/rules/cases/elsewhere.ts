import type { Check } from '../support/check.ts';
import { storedPost } from '../support/people.ts';
import { type Attempts, someone, triesAll } from './someone.ts';

/** Every way to get at, and put something in, a collection at this path. */
const reachInto = (path: string): Attempts => ({
  [`get from ${path}`]: () => ({
    given: { [`${path}/known`]: { text: 'A text', status: 'published' } },
    request: { get: `${path}/known` },
  }),
  [`list ${path}`]: () => ({ request: { list: path, where: { status: 'published' } } }),
  [`create in ${path}`]: (me) => ({
    request: { create: `${path}/of-${me}`, fields: { ...storedPost(me, 'draft') } },
  }),
  [`update in ${path}`]: () => ({
    request: { update: `${path}/known`, fields: { text: 'New' } },
  }),
  [`delete in ${path}`]: () => ({ request: { delete: `${path}/known` } }),
});

const paths = [
  'users/another-user/private',
  'users/another-user/users',
  'userClaims/another-user/private',
  'auditLog/known/private',
  'settings/access/private',
  'settings/access/settings',
  'invites/known/private',
  'jobs/known/changes',
  'directory/known/private',
  'jobs/known/setAside/known/private',
  'posts/published-case/private',
  'posts/published-case/posts',
  'secrets',
  'Users',
  'role',
];

/** Names that the rules know, in places that they do not. */
const alike: Attempts = Object.fromEntries(
  [
    'secrets/access',
    'secrets/known/settings/access',
    'settings/known/below/access',
    'jobs/known/below/known/setAside/known',
    'jobs/known/secrets/known',
    'secrets/known/posts/known',
  ].map((path) => [
    `get ${path}`,
    () => ({ given: { [path]: { text: 'A text', status: 'published' } }, request: { get: path } }),
  ]),
);

/** Every collection of one name at once, wherever it is. */
const groups: Attempts = Object.fromEntries(
  [
    'users',
    'userClaims',
    'directory',
    'auditLog',
    'invites',
    'jobs',
    'setAside',
    'posts',
    'settings',
  ].map((group) => [
    `list every ${group}`,
    () => ({ request: { group, where: { status: 'published' } } }),
  ]),
);

/** A list is for admins, even when only the own document can be in it. */
const own: Attempts = {
  'list users with the own id': (me) => ({ request: { list: 'users', id: me } }),
  'list markers with the own id': (me) => ({ request: { list: 'userClaims', id: me } }),
};

/** No user reads what is below, beside and across the collections that the rules name. */
export const elsewhere: Check[] = [
  ...paths.flatMap((path) => triesAll('an owner', () => someone('owner'), reachInto(path), 'none')),
  ...triesAll('an owner', () => someone('owner'), groups, 'none'),
  ...triesAll('an owner', () => someone('owner'), alike, 'none'),
  ...triesAll('a writer', () => someone('editor'), own, 'none'),
  ...triesAll('an admin', () => someone('admin'), own, 'all'),
  ...triesAll(
    'a writer',
    () => someone('editor'),
    { 'list settings': () => ({ request: { list: 'settings', id: 'access' } }) },
    'none',
  ),
];
