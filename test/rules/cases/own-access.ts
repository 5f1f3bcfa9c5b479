import { accessFieldsOf } from 'live-claims/core';
import config from '../../../functions/src/live-claims.config.ts';
import type { Check } from '../support/check.ts';
import { type Fields, REMOVED, SERVER_TIME, show, Transform } from '../support/fields.ts';
import { fromNow, userDocument } from '../support/people.ts';
import { someone, tries } from './someone.ts';

/** Where the app's own part of the rules ends. */
const BLOCK = '// <live-claims>';
const CREATE =
  'match /users/{uid} { allow create: if isMe(uid) && !request.resource.data.keys().hasAny(accessFields()); }';

/**
 * The rules of an app whose people make their document and put into it what they like, by what the
 * README tells such apps: `changesAccess()` alone keeps them from their access there, as it does not
 * in the demo, which names the three fields that people may edit.
 */
export const rulesWithOpenProfiles = (rules: string): string =>
  rules
    .replaceAll(/(?<!function )editsOnlyProfile\(\)/g, 'true')
    .replace(BLOCK, `${CREATE}\n    ${BLOCK}`);

const ACCESS_FIELDS = accessFieldsOf(config);

/** What an edit of each access field could be. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  role: ['owner', null, REMOVED, ['owner'], Transform.union('owner')],
  roleExpiresAt: [null, REMOVED, fromNow(7200), SERVER_TIME],
  disabled: [true, null, REMOVED],
  sessionsRevokedAt: [REMOVED, fromNow(-7200), SERVER_TIME],
  changeId: ['an-entry-of-the-log', null, SERVER_TIME],
  updatedBy: ['the-boss', null, REMOVED],
};

/** Access of which everything could be taken back. */
const before: Fields = { role: 'viewer', roleExpiresAt: fromNow(3600), updatedBy: 'boss' };

const edit = (change: Fields, allowed: boolean): Check =>
  tries(
    `a free profile gets ${show(change)}`,
    () => someone('viewer', { document: before }),
    (me) => ({ request: { update: `users/${me}`, fields: change } }),
    allowed,
  );

const creation = (fields: Fields, allowed: boolean): Check =>
  tries(
    `a user creates their document with ${show(fields)}`,
    () => ({ ...someone(null), document: null }),
    (me) => ({ request: { create: `users/${me}`, fields } }),
    allowed,
  );

/** Under `rulesWithOpenProfiles`. */
export const ownAccess: Check[] = [
  ...ACCESS_FIELDS.flatMap((field) =>
    (VALUES[field] ?? []).flatMap((value) => [
      edit({ [field]: value }, false),
      edit({ [field]: value, nickname: 'x' }, false),
    ]),
  ),
  edit({ role: 'viewer', updatedBy: 'boss', nickname: 'x' }, true),
  edit({ nickname: 'x', email: 'new@example.com', Role: 'owner' }, true),
  edit({ displayName: REMOVED }, true),
  edit({ 'settings.role': 'owner' }, true),
  ...ACCESS_FIELDS.map((field) => creation({ nickname: 'x', [field]: null }, false)),
  creation({ nickname: 'x', email: 'new@example.com' }, true),
  creation(userDocument('owner'), false),
];
