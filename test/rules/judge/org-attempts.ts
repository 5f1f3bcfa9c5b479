import type { RuleCase } from './attempts.ts';

const ALL = ['role', 'roleExpiresAt', 'disabled', 'changeId', 'updatedBy'];
const but = (...names: readonly string[]) => ALL.filter((each) => !names.includes(each));
const LOG = 'orgs/{orgId}/auditLog';
const INVITES = 'orgs/{orgId}/invites';
const MEMBERS = 'orgs/{orgId}/members';

const members = (operation: string, condition: string) =>
  `match /orgs/{orgId}/members/{uid} { allow ${operation}: if ${condition}; }`;
const membership = '/databases/$(database)/documents/orgs/$(orgId)/members/$(request.auth.uid)';

/** Rules about the documents of organisations, in an app that has them. */
export const ORG_CASES: readonly RuleCase[] = [
  { name: 'organisations: nothing but the block', rules: '' },
  {
    name: 'the own membership',
    rules: members('write', 'request.auth.uid == uid'),
    allows: { 'own-membership': ALL },
  },
  {
    name: 'the own membership, without its access',
    rules: members('update', 'isMe(uid) && !changesAccess()'),
  },
  {
    name: 'a name in the own membership',
    rules: members(
      'update',
      "isMe(uid) && request.resource.data.diff(resource.data).affectedKeys().hasOnly(['name'])",
    ),
  },
  {
    name: 'a membership of the lowest role, for everyone that asks',
    rules: members('create', "isMe(uid) && request.resource.data.role == 'viewer'"),
    allows: { 'own-membership': ['role'] },
  },
  {
    name: 'memberships, for everyone with an account',
    rules: members('write', 'request.auth != null'),
    allows: { 'own-membership': ALL, 'others-membership': [...ALL, 'the document'] },
  },
  {
    name: 'memberships, for members with a permission below the top role',
    rules: members('update', "canNowIn(orgId, 'notes.write')"),
    // A disabled membership gives none.
    allows: { 'own-membership': but('disabled'), 'others-membership': ALL },
  },
  {
    name: 'memberships, for members with a permission by their token',
    rules: members('update', "canIn(orgId, 'notes.write')"),
    allows: { 'own-membership': ALL, 'others-membership': ALL },
  },
  {
    name: 'memberships, for members with a current token',
    rules: members('update', "canCurrentIn(orgId, 'notes.write')"),
    allows: { 'own-membership': ALL, 'others-membership': ALL },
  },
  {
    name: 'memberships, for the top role alone',
    rules: members('write', "canNowIn(orgId, 'members.manage')"),
  },
  {
    name: 'memberships, for the top role of another organisation',
    rules: members('update', "request.auth.token.get('o', {}).values().hasAny(['o'])"),
    allows: { 'own-membership': ALL, 'others-membership': ALL },
  },
  {
    name: 'memberships, for a role that is read without the rest',
    rules: members('update', `get(${membership}).data.role == 'editor'`),
    allows: { 'own-membership': ALL, 'others-membership': ALL },
  },
  {
    name: 'memberships, for a role of the app',
    rules: members('update', "can('posts.write')"),
    allows: { 'own-membership': ALL, 'others-membership': ALL },
  },
  {
    name: 'memberships, by another document',
    rules: members(
      'update',
      'exists(/databases/$(database)/documents/orgs/$(orgId)/admins/$(request.auth.uid))',
    ),
    cannotTell: { 'own-membership': ALL, 'others-membership': ALL },
  },
  {
    name: 'all that is below an organisation',
    rules:
      "match /orgs/{orgId}/{document=**} { allow read, write: if canNowIn(orgId, 'notes.write'); }",
    allows: {
      'own-membership': but('disabled'),
      'others-membership': [...ALL, 'the document'],
      'engine-documents': [LOG, INVITES],
      'engine-documents-read': [LOG, INVITES],
    },
  },
  {
    name: 'one collection below organisations',
    rules: 'match /orgs/{orgId}/notes/{note=**} { allow read, write: if request.auth != null; }',
  },
  {
    name: 'the group of all that is called members',
    rules: 'match /{path=**}/members/{any} { allow read: if request.auth != null; }',
    allows: { 'engine-documents-read': [MEMBERS] },
  },
  {
    name: 'the group of members, for the own memberships: the document says whose it is',
    rules:
      'match /{path=**}/members/{any} { allow read: if request.auth != null && any == request.auth.uid; }',
  },
  {
    name: 'members of something else',
    rules: 'match /clubs/{club}/members/{uid} { allow write: if request.auth != null; }',
  },
  {
    name: 'invites by those that only read',
    rules: `match /orgs/{orgId}/invites/{invite} { allow create: if canNowIn(orgId, 'notes.read'); allow get: if request.auth != null; }`,
    allows: { 'engine-documents': [INVITES], 'engine-documents-read': [INVITES] },
  },
];
