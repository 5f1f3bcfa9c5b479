import { describe, expect, it } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { carryOut } from '../../../packages/live-claims/src/cli/carry-out.ts';
import { parseRequest } from '../../../packages/live-claims/src/cli/parse-request.ts';
import { isAppRequest } from '../../../packages/live-claims/src/cli/request.ts';
import { openProject } from '../../../packages/live-claims/src/cli/session.ts';
import type { Target } from '../../../packages/live-claims/src/cli/target.ts';
import {
  type FakeTerminal,
  fakeTerminal,
} from '../../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import {
  claimsOf,
  createPerson,
  editInConsole,
  untilMarker,
  userDoc,
} from '../../support/admin.ts';
import { dismissOwners, quietProject } from '../../support/admin-cli.ts';
import { stack } from '../../support/stack.ts';

/** The stack of the tests under the name of a real project: what is asked and refused, is seen here. */
describe('a real project', () => {
  const PROJECT = 'my-app-123';

  const onRealProject = (terminal: FakeTerminal, ...args: readonly string[]) =>
    runOn(stack.projectId, terminal, ...args);

  function runOn(projectId: string, terminal: FakeTerminal, ...args: readonly string[]) {
    const surroundings = { out: terminal.out, version: '', config, now: Date.now() };
    const request = parseRequest([...args, '--project', PROJECT], surroundings);
    if (request === null || isAppRequest(request)) throw new Error('No command.');
    const emulators: Target = {
      kind: 'emulators',
      projectId,
      addresses: { auth: stack.auth, firestore: stack.firestore, tasks: null },
    };
    const { signal } = new AbortController();
    return carryOut(request, config, terminal, signal, () => openProject(emulators, config));
  }

  it('is changed after a confirmation that shows the change', async () => {
    const { uid } = await createPerson('viewer');
    const terminal = fakeTerminal({}, 'y');
    const { exitCode } = await onRealProject(terminal, 'grant', uid, 'admin', '--expires', '30d');
    expect(exitCode).toBe(0);
    const { err } = terminal.written();
    expect(err).toContain(`the real project ${PROJECT}`);
    expect(err).toContain(`users/${uid}`);
    expect(err).toMatch(/role +"viewer" → "admin"/);
    expect(err).toMatch(/roleExpiresAt +none → \d{4}-/);
    expect(await claimsOf(uid)).toMatchObject({ role: 'admin' });
  });

  it.each<[string, string | null]>([
    ['after a no', 'n'],
    ['after nothing but Enter', ''],
    ['without a terminal', null],
  ])('is not changed %s', async (_, answer) => {
    // Without functions: what is drift here stays so.
    const projectId = 'demo-not-confirmed';
    const { createPerson: createThere, stateOf } = quietProject(projectId);
    const { uid } = await createThere({ role: 'viewer' });
    const before = await stateOf(uid);
    for (const args of [
      ['grant', uid, 'admin'],
      // The document says so already, but its claims would be repaired.
      ['grant', uid, 'viewer'],
      ['revoke', uid, '--sessions'],
      ['disable', uid],
      ['invite', 'mia@example.com', 'editor'],
      ['lockdown', 'on'],
      ['require-reauthentication'],
      ['reconcile', uid],
      ['reconcile', '--now'],
      ['reconcile', '--stop', 'a-job'],
    ]) {
      await expect(
        runOn(projectId, fakeTerminal({}, answer), ...args),
        args.join(' '),
      ).rejects.toMatchObject({
        code: 'not-confirmed',
        exitCode: 4,
      });
    }
    expect(await stateOf(uid)).toEqual(before);
  });

  it('is changed without a confirmation with --yes, and always read without one', async () => {
    const { uid } = await createPerson('viewer');
    const unattended = fakeTerminal({}, null);
    expect((await onRealProject(unattended, 'show', uid)).exitCode).toBe(0);
    expect((await onRealProject(unattended, 'revoke', uid, '--yes')).exitCode).toBe(0);
    expect((await onRealProject(unattended, 'revoke', uid)).exitCode).toBe(0);
    expect(await claimsOf(uid)).not.toHaveProperty('role');
  });

  it('is not changed when another change came before the answer', async () => {
    const { uid } = await createPerson('viewer');
    const slow = fakeTerminal({}, async () => {
      await editInConsole(uid, { role: 'editor' });
      return 'y';
    });
    await expect(onRealProject(slow, 'grant', uid, 'admin')).rejects.toMatchObject({
      code: 'changed-meanwhile',
      exitCode: 4,
    });
    await untilMarker(uid, ({ role }) => role === 'editor');
    expect((await userDoc(uid).get()).get('role')).toBe('editor');
  });

  it('keeps its last owner when two operators change it at the same time', async () => {
    await dismissOwners();
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    // Both have seen the other as an owner when they are asked.
    const asked = Promise.withResolvers<string>();
    let waiting = 0;
    const together = () => {
      waiting += 1;
      if (waiting === 2) asked.resolve('y');
      return asked.promise;
    };
    const results = await Promise.allSettled(
      [ada, ben].map(({ uid }) => onRealProject(fakeTerminal({}, together), 'revoke', uid)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'last-owner' },
    });
  });
});
