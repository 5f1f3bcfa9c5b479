import { defineConfig, defineRoles } from 'live-claims/core';
import { writeRules } from 'live-claims/rules';

/**
 * The app in which changes of a membership are measured beside changes of a role: one app for both, so that they
 * have the same functions, rules and client.
 */
export const orgApp = defineConfig({
  roles: defineRoles({
    ranking: ['viewer', 'editor'],
    permissions: { viewer: [], editor: ['posts.write'] },
    initialRole: 'viewer',
  }),
  can: { grantRoles: 'posts.write' },
  orgs: {
    roles: defineRoles({
      ranking: ['viewer', 'editor', 'owner'],
      permissions: {
        viewer: [],
        editor: ['notes.write'],
        owner: ['notes.write', 'members.manage'],
      },
      initialRole: null,
    }),
    codes: { viewer: 'v', editor: 'e', owner: 'o' },
    can: { grantRoles: 'members.manage' },
  },
});

/** The organisation that everybody in a measurement belongs to. */
export const ORG = 'acme';

/** A list that only editors may read, by each check: of the app, and of the organisation. */
export const LISTS = {
  role: 'posts',
  token: `orgs/${ORG}/tokenNotes`,
  marker: `orgs/${ORG}/markerNotes`,
  document: `orgs/${ORG}/documentNotes`,
} as const;

const OWN_RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /posts/{post} {
      allow read: if canCurrent('posts.write');
    }
    match /orgs/{orgId}/tokenNotes/{note} {
      allow read: if canIn(orgId, 'notes.write');
    }
    match /orgs/{orgId}/markerNotes/{note} {
      allow read: if canCurrentIn(orgId, 'notes.write');
    }
    match /orgs/{orgId}/documentNotes/{note} {
      allow read: if canNowIn(orgId, 'notes.write');
    }

    // <live-claims>
    // </live-claims>
  }
}
`;

/** Its rules. */
export const orgRules = (): string => writeRules(OWN_RULES, orgApp);
