import { writeRules } from 'live-claims/rules';
import { orgConfig } from '../../../packages/live-claims/src/testing/org-config.ts';

/** What each of the app's roles in an organisation may do there, by hand. */
export const MAY = {
  none: [],
  viewer: ['notes.read'],
  editor: ['notes.read', 'notes.write'],
  owner: ['notes.read', 'notes.write', 'members.manage'],
} as const;
export type RoleIn = keyof typeof MAY;
export const PERMISSIONS = MAY.owner;

export const CHECKS_IN = ['canIn', 'canCurrentIn', 'canNowIn'] as const;

/** Each check by itself, on paths that say what is asked; and notes, which have their organisation in a field. */
const probes = CHECKS_IN.map(
  (check) => `
    match /${check}/{orgId}/{permission}/{any} {
      allow read, write: if ${check}(orgId, permission);
    }
    match /${check}ByField/{note} {
      allow read: if ${check}(resource.data.orgId, 'notes.read');
      allow create: if ${check}(request.resource.data.orgId, 'notes.write');
    }
    match /{path=**}/${check}Group/{note} {
      allow read: if ${check}(resource.data.orgId, 'notes.read');
    }`,
).join('');

/** Rules of an app with organisations and claims of its own. */
export const orgRulesText = (): string =>
  writeRules(
    `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {${probes}
    match /ofPlan/{plan} {
      allow read: if claim('plan') == plan;
    }
    match /ofArea/{area} {
      allow read: if claim('area') == area;
    }
    match /ofNoClaim/{name} {
      allow read: if claim(name) == null;
    }
    match /posts/{post} {
      allow get: if can('posts.read');
      allow list: if canCurrent('posts.read');
    }
    match /users/{uid} {
      allow update: if isMe(uid) && !changesAccess();
    }

    // <live-claims>
    // </live-claims>
  }
}
`,
    orgConfig,
  );
