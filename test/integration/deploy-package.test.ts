import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

let folder: string;

/** Packs with firebase-tools' own function, the one that `firebase deploy` calls. */
async function pack(): Promise<string> {
  const require = createRequire(import.meta.url);
  const {
    prepareFunctionsUpload,
  } = require('firebase-tools/lib/deploy/functions/prepareFunctionsUpload');
  const { functions } = JSON.parse(await readFile(join(root, 'firebase.json'), 'utf8'));
  const [config] = [functions].flat();
  const source = join(root, config.source);
  const options = { exportType: 'tar.gz' };
  const { pathToSource } = await prepareFunctionsUpload(
    root,
    source,
    config,
    [],
    undefined,
    options,
  );
  return pathToSource;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-claims-deploy-'));
  const app = join(folder, 'app');
  await mkdir(app);
  await run('tar', ['-xzf', await pack(), '-C', app]);
  await run(npm, ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: app,
    shell: process.platform === 'win32',
  });
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

it('holds the bundle and its package.json, and nothing else', async () => {
  const files = await readdir(join(folder, 'app'));
  const shipped = files.filter((name) => name !== 'node_modules' && name !== 'package-lock.json');
  expect(shipped.sort()).toEqual(['lib', 'package.json']);
  expect((await readdir(join(folder, 'app/lib'))).sort()).toEqual(['index.js', 'index.js.map']);
});

it('names published packages only', async () => {
  const manifest = JSON.parse(await readFile(join(folder, 'app/package.json'), 'utf8'));
  expect(Object.keys(manifest.dependencies)).toEqual(['firebase-admin', 'firebase-functions']);
  expect(manifest).not.toHaveProperty('devDependencies');
});

it('loads every function where nothing but it and its dependencies is installed', async () => {
  const script = `
    const functions = await import('./lib/index.js');
    const endpoints = Object.entries(functions).map(([name, value]) => [name, value.__endpoint]);
    console.log(JSON.stringify(Object.fromEntries(endpoints)));
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(folder, 'app'),
    env: { PATH: process.env.PATH, GCLOUD_PROJECT: 'demo-elsewhere' },
  });
  const endpoints = JSON.parse(stdout);
  expect(Object.keys(endpoints).sort()).toEqual([
    'acceptInvite',
    'acceptOrgInvite',
    'api',
    'bulkSetRoles',
    'createInvite',
    'createOrgInvite',
    'deleteUser',
    'endSessions',
    'expireGrants',
    'findAccount',
    'forgetUser',
    'leaveOrg',
    'listMyOrgInvites',
    'onAccountCreated',
    'provisionUser',
    'reconcileClaims',
    'removeMember',
    'runJob',
    'setAccessSettings',
    'setMemberDisabled',
    'setMemberRole',
    'setUserDisabled',
    'setUserRole',
    'stopJob',
    'syncClaims',
    'syncMembership',
    'syncMyClaims',
    'undoChange',
    'withdrawInvite',
    'withdrawOrgInvite',
  ]);
  expect(endpoints.syncClaims.eventTrigger).toMatchObject({ retry: true });
  // All jobs together keep to their rate because no two steps run at the same time.
  expect(endpoints.runJob.taskQueueTrigger.rateLimits).toMatchObject({
    maxConcurrentDispatches: 1,
  });
  expect(endpoints.provisionUser.blockingTrigger.eventType).toContain('beforeCreate');
});
