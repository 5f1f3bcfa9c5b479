import { defineRoles } from 'live-claims/core';
import { writeRules } from 'live-claims/rules';
import config from '../../../functions/src/live-claims.config.ts';
import type { Check } from '../support/check.ts';
import { SERVER_TIME } from '../support/fields.ts';
import { storedPost } from '../support/people.ts';
import { byDocument, byMarker, byMarkerToRead, byToken } from './attempts.ts';
import { type Attempts, someone, triesAll } from './someone.ts';

const PERMISSIONS = [
  'posts.read',
  'posts.write',
  'posts.publish',
  'people.read',
  'roles.grant',
  'audit.read',
  'settings.change',
] as const;
type Permission = (typeof PERMISSIONS)[number];

/**
 * The rules for an app in which every permission has a role of its own. The demo's
 * admins hold four that no role holds alone: with its roles it could not be told which is checked. Only the
 * role table is another one: the rest stays as it stands, also where a mutation has broken it.
 */
export function rulesByPermission(rules: string): string {
  const written = writeRules(rules, {
    ...config,
    roles: defineRoles({
      ranking: PERMISSIONS.map(roleWith),
      permissions: Object.fromEntries(PERMISSIONS.map((name) => [roleWith(name), [name]])),
      initialRole: roleWith('posts.read'),
    }),
  });
  return ROLE_TABLE.reduce(
    (so, name) => so.replace(functionIn(so, name), () => functionIn(written, name)),
    rules,
  );
}

/** The functions that a role table becomes. */
const ROLE_TABLE = ['permissionsByRole', 'topRole'];

/** A function of the rules, from its name to the end of its body. @throws {Error} where there is none. */
function functionIn(rules: string, name: string): string {
  const [text] = new RegExp(`function ${name}\\(\\) \\{[^]*?\\n    \\}\\n`).exec(rules) ?? [];
  if (text === undefined) throw new Error(`The rules have no function ${name}.`);
  return text;
}

const roleWith = (permission: Permission): string => permission.replace('.', '_');

const served = (collection: string, id = 'known'): Attempts => ({
  [`get from ${collection}`]: () => ({
    given: { [`${collection}/${id}`]: { text: 'A text' } },
    request: { get: `${collection}/${id}` },
  }),
  [`list ${collection}`]: () => ({ request: { list: collection } }),
});

const drafts: Attempts = {
  'edit their own draft': (me, id) => ({
    given: { [`posts/${id}`]: storedPost(me, 'draft') },
    request: { update: `posts/${id}`, fields: { title: 'New', updatedAt: SERVER_TIME } },
  }),
  'delete their own draft': (me, id) => ({
    given: { [`posts/${id}`]: storedPost(me, 'draft') },
    request: { delete: `posts/${id}` },
  }),
  'create a draft': byDocument['create a draft'] as never,
};
const everybodysPosts: Attempts = {
  'edit another author’s draft': (_, id) => ({
    given: { [`posts/${id}`]: storedPost('another-author', 'draft') },
    request: { update: `posts/${id}`, fields: { title: 'New', updatedAt: SERVER_TIME } },
  }),
  'delete another author’s draft': (_, id) => ({
    given: { [`posts/${id}`]: storedPost('another-author', 'draft') },
    request: { delete: `posts/${id}` },
  }),
  'delete a published post': byDocument['delete a published post'] as never,
};
const people: Attempts = {
  ...served('users', 'another-user'),
  ...served('userClaims', 'another-user'),
};
const granting: Attempts = {
  ...served('invites'),
  ...served('jobs'),
  ...served('jobs/known/setAside'),
};
const everything: Attempts = {
  ...byToken,
  ...byMarker,
  ...drafts,
  ...everybodysPosts,
  ...people,
  ...granting,
  ...served('auditLog'),
};

/** What one may do who holds this permission and no other. */
const may: Readonly<Record<Permission, Attempts>> = {
  'posts.read': { ...byToken, ...byMarkerToRead },
  // A user who may list drafts may list all posts.
  'posts.write': { ...byToken, ...byMarker, ...drafts },
  'posts.publish': {
    ...everybodysPosts,
    'edit their own draft': drafts['edit their own draft'] as never,
    'delete their own draft': drafts['delete their own draft'] as never,
  },
  'people.read': people,
  'roles.grant': granting,
  'audit.read': served('auditLog'),
  'settings.change': {},
};

/** Under `rulesByPermission`. */
export const ownPermission: Check[] = PERMISSIONS.flatMap((permission) =>
  triesAll(
    `a user with ${permission} alone`,
    () => someone(roleWith(permission)),
    everything,
    Object.keys(may[permission]),
  ),
);
