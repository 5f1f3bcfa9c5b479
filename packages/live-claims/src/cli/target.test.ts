import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { AdminError } from './admin-error.ts';
import {
  chooseTarget,
  findLocalStack,
  readHubAnswer,
  runningStacks,
  saysWhere,
  type Target,
} from './target.ts';
import { freeAddress } from './testing/free-address.ts';

const EMULATORS = {
  FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9099',
  FIRESTORE_EMULATOR_HOST: '127.0.0.1:8080',
};
const choose = (project: string | null, env: NodeJS.ProcessEnv = {}) =>
  chooseTarget(project, env, 'demo-live-claims');

describe('without --project', () => {
  it('is what the emulators run', () => {
    expect(choose(null)).toEqual({
      kind: 'local-stack',
      projectId: 'demo-live-claims',
      hub: null,
    });
  });

  it('is never a real project, whatever the environment calls its default', () => {
    const env = { GCLOUD_PROJECT: 'my-app-123', GOOGLE_APPLICATION_CREDENTIALS: 'key.json' };
    expect(choose(null, env)).toMatchObject({ kind: 'local-stack', projectId: 'demo-live-claims' });
  });

  it('is the stack whose hub the environment names', () => {
    const env = { FIREBASE_EMULATOR_HUB: '127.0.0.1:24400' };
    expect(choose(null, env)).toMatchObject({ kind: 'local-stack', hub: '127.0.0.1:24400' });
  });

  it('is the emulators that the environment names, as tests do', () => {
    const env = { ...EMULATORS, GCLOUD_PROJECT: 'demo-other' };
    expect(choose(null, env)).toEqual({
      kind: 'emulators',
      projectId: 'demo-other',
      addresses: { auth: '127.0.0.1:9099', firestore: '127.0.0.1:8080', tasks: null },
    });
  });

  it.each(['FIREBASE_AUTH_EMULATOR_HOST', 'FIRESTORE_EMULATOR_HOST'] as const)(
    'is refused when only %s is set: half of the work would go elsewhere',
    (name) => {
      expect(() => choose(null, { [name]: EMULATORS[name] })).toThrow(
        expect.objectContaining({ code: 'mixed-target', message: expect.stringContaining(name) }),
      );
    },
  );

  it('is refused when an address is a URL, which the Admin SDK could not read', () => {
    const env = { ...EMULATORS, FIRESTORE_EMULATOR_HOST: 'http://127.0.0.1:8080' };
    expect(() => choose(null, env)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('with a real --project', () => {
  it('is that project', () => {
    expect(choose('my-app-123')).toEqual({ kind: 'project', projectId: 'my-app-123' });
    expect(choose('example.com:my-app')).toMatchObject({ kind: 'project' });
  });

  it('is that project also while the emulators run: its hub redirects nothing', () => {
    const env = { FIREBASE_EMULATOR_HUB: '127.0.0.1:4400' };
    expect(choose('my-app-123', env)).toEqual({ kind: 'project', projectId: 'my-app-123' });
  });

  it.each(['FIREBASE_AUTH_EMULATOR_HOST', 'FIRESTORE_EMULATOR_HOST', 'CLOUD_TASKS_EMULATOR_HOST'])(
    'is refused while %s points at an emulator',
    (name) => {
      expect(() => choose('my-app-123', { [name]: '127.0.0.1:1' })).toThrow(
        expect.objectContaining({
          code: 'mixed-target',
          exitCode: 2,
          next: expect.stringContaining(`unset ${name}`),
        }),
      );
    },
  );

  it.each(['My App', 'my_app', 'app', 'a'.repeat(31), '-app-123', '../users'])(
    'is refused for what can be no project id: %s',
    (id) => {
      expect(() => choose(id)).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});

describe('with a demo- project', () => {
  it('stays on the emulators', () => {
    expect(choose('demo-other')).toMatchObject({ kind: 'local-stack', projectId: 'demo-other' });
    expect(choose('demo-other', EMULATORS)).toMatchObject({
      kind: 'emulators',
      projectId: 'demo-other',
    });
  });
});

const open: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A hub that knows of these emulators; comes back with its address. */
async function hubWith(answer: string): Promise<string> {
  const server = createServer((_, response) => response.end(answer));
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('the emulators are where the hub says', async () => {
  const hub = await hubWith(
    JSON.stringify({
      auth: { name: 'auth', host: '127.0.0.1', port: 9099 },
      firestore: { name: 'firestore', host: '127.0.0.1', port: 8080 },
      tasks: { name: 'tasks', host: '127.0.0.1', port: 9499 },
    }),
  );
  expect(await findLocalStack(hub)).toEqual({
    auth: '127.0.0.1:9099',
    firestore: '127.0.0.1:8080',
    tasks: '127.0.0.1:9499',
  });
});

it('where nothing runs, the way out is named', async () => {
  const hub = await freeAddress();
  await expect(findLocalStack(hub)).rejects.toMatchObject({
    code: 'no-stack',
    message: expect.stringContaining(hub),
    next: expect.stringMatching(/emulators:start.*--project/),
  });
});

it('another program at the hub’s port is not taken for one', async () => {
  await expect(findLocalStack(await hubWith('<html>'))).rejects.toMatchObject({ code: 'no-stack' });
});

it('emulators without Auth are not enough', async () => {
  const hub = await hubWith(JSON.stringify({ firestore: { host: '127.0.0.1', port: 8080 } }));
  await expect(findLocalStack(hub)).rejects.toMatchObject({
    code: 'no-stack',
    message: expect.stringContaining('without Auth'),
  });
});

it.each([null, 'text', [], { auth: null }, { auth: { host: 1, port: '2' } }])(
  'an answer of %j knows of no emulator',
  (answer) => {
    expect(readHubAnswer(answer)).toEqual({ auth: null, firestore: null, tasks: null });
  },
);

async function folderWith(notes: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'live-claims-hubs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(notes)) await writeFile(path.join(folder, name), text);
  return folder;
}

async function hub(): Promise<string> {
  const server = createServer((_, answer) => answer.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('names the projects whose hub answers', async () => {
  const [first, second] = [await hub(), await hub()];
  const folder = await folderWith({
    'hub-demo-b.json': JSON.stringify({ version: '15', origins: [`http://${first}`] }),
    'hub-demo-a.json': JSON.stringify({ origins: ['http://127.0.0.1:1', `http://${second}`] }),
    'hub-demo-over.json': JSON.stringify({ origins: ['http://127.0.0.1:1'] }),
    'hub-demo-odd.json': '{"origins": 3',
    'hub-demo-none.json': '{}',
    'something-else.json': JSON.stringify({ origins: [`http://${first}`] }),
  });
  expect(await runningStacks(folder)).toEqual([
    { projectId: 'demo-a', hub: second },
    { projectId: 'demo-b', hub: first },
  ]);
});

it('names none where there is no such folder', async () => {
  expect(await runningStacks('/nowhere')).toEqual([]);
});

const FAILURE = new AdminError('no-such-person', 'There is no account with the id ada.', {
  next: 'Look again.',
});
const LOCAL: Target = {
  kind: 'emulators',
  projectId: 'demo-other',
  addresses: { auth: '127.0.0.1:9099', firestore: '127.0.0.1:8080', tasks: null },
  hub: '127.0.0.1:4400',
};
const said = async (target: Target, running: { projectId: string; hub: string }[]) =>
  (await saysWhere(FAILURE, target, async () => running)).next;

describe('who is not found', () => {
  it('was looked for in this project on these emulators, and others run', async () => {
    const next = await said(LOCAL, [{ projectId: 'demo-live-claims', hub: '127.0.0.1:4400' }]);
    expect(next).toBe(
      'Look again.\n' +
        'Looked in demo-other on the emulators (Auth 127.0.0.1:9099, Firestore 127.0.0.1:8080, hub 127.0.0.1:4400).\n' +
        'On this machine run: demo-live-claims (hub 127.0.0.1:4400). FIREBASE_EMULATOR_HUB=<hub> chooses one.',
    );
  });

  it('is not looked for elsewhere where nothing else runs', async () => {
    const next = await said(LOCAL, [{ projectId: 'demo-other', hub: '127.0.0.1:4400' }]);
    expect(next).not.toContain('On this machine');
  });

  it('was looked for in a real project', async () => {
    const next = await said({ kind: 'project', projectId: 'my-app-123' }, [
      { projectId: 'demo-live-claims', hub: '127.0.0.1:4400' },
    ]);
    expect(next).toBe('Look again.\nLooked in the real project my-app-123.');
  });

  it('stays the same failure', async () => {
    expect(await saysWhere(FAILURE, LOCAL, async () => [])).toMatchObject({
      code: 'no-such-person',
      exitCode: 3,
    });
  });
});
