import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AdopterProject, runBin } from '../../package/adopter-project.ts';
import { quietProject } from '../../support/admin-cli.ts';
import { stack } from '../../support/stack.ts';

/** An adopter's project: the package from its tarball, a `.firebaserc`, and functions with a configuration. */
const project = new AdopterProject();
const mine = quietProject('demo-adopter');

beforeAll(async () => {
  await project.useInstalledSdks();
  const sources = path.join(project.folder, 'functions/src');
  mkdirSync(sources, { recursive: true });
  const config = path.join(import.meta.dirname, '../../package/adopter/live-claims.config.ts');
  cpSync(config, path.join(sources, 'live-claims.config.ts'));
  const files = {
    'firebase.json': { functions: { source: 'functions' } },
    '.firebaserc': { projects: { default: 'my-app-123', local: 'demo-adopter' } },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(project.folder, name), JSON.stringify(content));
  }
}, 120_000);
afterAll(() => project.remove());

const { PATH } = process.env;
const run = (...args: readonly string[]) =>
  runBin(project, args, { env: { PATH, FIREBASE_EMULATOR_HUB: stack.hub } });

it('the command line of an adopter grants a role of its own, and says first where', async () => {
  const { uid } = await mine.createPerson({});
  const granted = await run('grant', uid, 'moderator', '--project', 'local');
  expect(granted).toMatchObject({ code: 0, stdout: expect.stringContaining('is now moderator') });
  expect(granted.stderr).toBe(
    `In demo-adopter on the emulators (Auth ${stack.auth}, Firestore ${stack.firestore}, hub ${stack.hub}).\n`,
  );
  const { customClaims } = await mine.auth.getUser(uid);
  expect(customClaims).toMatchObject({ role: 'moderator' });
  expect(JSON.parse((await run('show', uid, '--project', 'local', '--json')).stdout)).toMatchObject(
    { project: 'demo-adopter', emulators: true, inStep: true },
  );
});

it('without --project it is the project of .firebaserc on the emulators, and no other', async () => {
  const { uid } = await mine.createPerson({});
  const { code, stderr } = await run('show', uid);
  expect(code).toBe(3);
  expect(stderr).toContain('In my-app-123 on the emulators');
});
