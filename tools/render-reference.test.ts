import { expect, it } from 'vitest';
import { renderReference } from './render-reference.ts';

const model = {
  kind: 'Package',
  members: [
    {
      kind: 'EntryPoint',
      members: [
        {
          kind: 'Function',
          name: 'grant',
          docComment: `/**
 * Gives a role.
 *
 * @param role - one of the
 *   table.
 * @returns the version.
 * @throws {TypeError} for another one.
 * @example
 * grant('editor');
 */`,
          excerptTokens: [
            { text: 'export declare function grant(role: ' },
            { text: 'import("./roles.js").Role' },
            { text: '): number;' },
          ],
        },
        {
          kind: 'Interface',
          name: 'Options',
          docComment: '/**\n * What it takes.\n *\n * @example const options: Options = {};\n */',
          excerptTokens: [{ text: 'export interface Options ' }],
          members: [
            {
              kind: 'PropertySignature',
              name: 'reason',
              docComment: '/**\n * For the log.\n *\n * @default null\n */',
              excerptTokens: [{ text: 'readonly reason?:\n    ' }, { text: 'string | null;' }],
            },
          ],
        },
      ],
    },
  ],
};

it('a page has every export with its words, signature, members, defaults and example', () => {
  const page = renderReference('live-claims/test', model);
  expect(page).toContain('**Functions**: [grant](#grant)');
  expect(page).toContain(`### grant

Gives a role.

\`\`\`typescript
function grant(role: Role): number;
\`\`\`

- \`role\`: one of the table.
- Returns the version.
- Throws \`TypeError\` for another one.

Example:

\`\`\`typescript
grant('editor');
\`\`\`
`);
  expect(page).toContain('- `readonly reason?: string | null`: For the log. Default: null');
});
