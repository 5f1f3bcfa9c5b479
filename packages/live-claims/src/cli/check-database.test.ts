import { expect, it } from 'vitest';
import { checkDatabase } from './check-database.ts';
import type { Session } from './session.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

const session = (target: Session['target']): Session => ({
  target,
  terminal: fakeTerminal(),
  signal: new AbortController().signal,
  now: Date.now,
  project: { config: { database: 'people' } } as Session['project'],
});
const REAL = session({ kind: 'project', projectId: 'my-app-123' });

it.each<[string, Record<string, unknown>, number, boolean]>([
  ['OPTIMISTIC', { concurrencyMode: 'OPTIMISTIC' }, 0, true],
  ['PESSIMISTIC', { concurrencyMode: 'PESSIMISTIC' }, 1, false],
  ['for Datastore', { concurrencyMode: 'OPTIMISTIC_WITH_ENTITY_GROUPS' }, 1, false],
  ['of a later day', { concurrencyMode: 'toString' }, 1, false],
  ['not said', {}, 1, false],
])('a database whose mode is %s', async (_, description, exitCode, lockFree) => {
  const answer = await checkDatabase(REAL, async (url) => {
    expect(url).toMatch(/\/projects\/my-app-123\/databases\/people$/);
    return { ok: true, json: description };
  });
  expect(answer).toMatchObject({ exitCode, json: { project: 'my-app-123', lockFree } });
  const text = answer.text((_, plain) => plain).join('\n');
  expect(text.includes('docs/operations.md')).toBe(exitCode === 1);
});

it('an emulator is not asked, and said to lock', async () => {
  const addresses = { auth: 'a:1', firestore: 'f:1', tasks: null };
  const local = session({ kind: 'emulators', projectId: 'demo-x', addresses });
  const answer = await checkDatabase(local, () => Promise.reject(new Error('Asked.')));
  expect(answer).toMatchObject({ exitCode: 0, json: { lockFree: false } });
});

it.each([
  [403, 'not-allowed'],
  [404, 'not-set-up'],
  [null, 'unreachable'],
])('what Google does not tell is a failure: %s', async (status, code) => {
  const answer = checkDatabase(REAL, async () => ({ ok: false, status, why: 'No.' }));
  await expect(answer).rejects.toMatchObject({ code });
});
