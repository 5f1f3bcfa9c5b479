import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runningStacks } from './running-stacks.ts';

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
