import { describe, expect, it } from 'vitest';
import { appConfig } from '../../testing/app-roles.ts';
import { parseRules } from '../parse-rules.ts';
import { renderBlock } from '../render-block.ts';
import { findAccess } from './access-findings.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const BLOCK = renderBlock(appConfig, 96).join('\n');

/** The findings in these rules beside the block, as `allows own-access viewer: role`. */
function found(rules: string): readonly string[] {
  const source = `rules_version = '2';
service cloud.firestore { match /databases/{database}/documents { ${rules}
${BLOCK} } }`;
  return findAccess(source, parseRules(source), appConfig, NOW).map(
    ({ verdict, subject, asker, about }) =>
      `${verdict} ${subject} ${asker.role ?? asker.kind}: ${about.join(' ')}`,
  );
}

const own = (operation: string, condition: string) =>
  `match /users/{uid} { allow ${operation}: if request.auth.uid == uid && ${condition}; }`;
const ALL = 'role roleExpiresAt disabled sessionsRevokedAt changeId updatedBy';

describe('what the rules let users do to their access', () => {
  it.each([
    'request.resource.data.updatedAt != resource.data.updatedAt',
    "request.resource.data.get('name', '') != resource.data.get('name', '')",
    '!(request.resource.data.status == resource.data.status)',
  ])('a field that has to change keeps no other from being written: %s', (condition) => {
    expect(found(own('update', condition))).toEqual([`allows own-access signed-in: ${ALL}`]);
  });
});
