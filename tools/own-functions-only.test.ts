import { readFileSync } from 'node:fs';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { connectionsOf, ownFunctionsOnly } from './own-functions-only.ts';

const firebaseJson = readFileSync(new URL('../firebase.json', import.meta.url), 'utf8');

/** The policy in the built page; null when it has none. */
async function policyIn(projectId: string | undefined): Promise<string | null> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        enforce: 'pre',
        resolveId: (id) => (id.endsWith('index.html') ? id : null),
        load: (id) => (id.endsWith('index.html') ? '<!doctype html><title>x</title>' : null),
      },
      ownFunctionsOnly(projectId),
    ],
    build: { write: false },
  });
  const page = JSON.stringify(built);
  const content = /Content-Security-Policy[^>]*content=\\"([^"\\]*)/.exec(page)?.[1];
  return content?.replaceAll('&#39;', "'") ?? null;
}

it('a page may call the functions of its own project, and of no other', () => {
  const connections = connectionsOf(firebaseJson, 'my-app-123');
  expect(connections).toMatch(/^connect-src 'self' /);
  expect(connections).toContain('https://us-central1-my-app-123.cloudfunctions.net');
  expect(connections).toContain('https://firestore.googleapis.com');
  expect(connections).not.toContain('*');
});

it.each(['{}', '{"value": "connect-src \'self\'"}'])(
  'says when the headers are of no use: %s',
  (json) => {
    expect(() => connectionsOf(json, 'my-app-123')).toThrow(/no connect-src/);
  },
);

it('stands in the page that is built for a project, and only there', async () => {
  expect(await policyIn('my-app-123')).toBe(connectionsOf(firebaseJson, 'my-app-123'));
  expect(await policyIn(undefined)).toBeNull();
});
