import { describe, expect, it } from 'vitest';
import { writeRules } from '../../rules/write-rules.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { checkRules } from './check-rules.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

/** What `check` says of these rules beside live-claims' block. */
function check(rules: string) {
  const around = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
${rules}
// <live-claims>
// </live-claims>
  }
}
`;
  const file = { path: 'firestore.rules', text: writeRules(around, appConfig) };
  return checkRules(
    { firestore: [{ database: '(default)', rules: file, indexes: null }] },
    appConfig,
    NOW,
  );
}

/** The findings as `own-access: what it says`. */
const found = (rules: string) =>
  check(rules).findings.map(({ code, message }) => `${code}: ${message}`);

const own = (operation: string, condition: string) =>
  `match /users/{uid} { allow ${operation}: if request.auth.uid == uid && ${condition}; }`;

describe('what users may do to their own access', () => {
  it.each([
    'request.resource.data.updatedAt != resource.data.updatedAt',
    "request.resource.data.get('name', '') != resource.data.get('name', '')",
    '!(request.resource.data.status == resource.data.status)',
  ])('a field that has to change keeps no other from being written: %s', (condition) => {
    expect(found(own('update', condition))).toEqual([
      expect.stringMatching(/^own-access: Every signed-in user may change role, roleExpiresAt/),
    ]);
  });
});
