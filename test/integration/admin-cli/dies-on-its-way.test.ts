import { describe, expect, it } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { carryOut } from '../../../packages/live-claims/src/cli/carry-out.ts';
import { parseRequest } from '../../../packages/live-claims/src/cli/parse-request.ts';
import { isAppRequest } from '../../../packages/live-claims/src/cli/request.ts';
import { type OpenProject, openProject } from '../../../packages/live-claims/src/cli/session.ts';
import type { Target } from '../../../packages/live-claims/src/cli/target.ts';
import { fakeTerminal } from '../../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import type { Publication } from '../../../packages/live-claims/src/functions/sync/ports.ts';
import type { SyncEngine } from '../../../packages/live-claims/src/functions/sync/sync-user.ts';
import { auth, claimsOf, createPerson, markerOf, untilMarker } from '../../support/admin.ts';

/** The command on the stack of the tests, with a request of it that fails. */
describe('a command that is killed', () => {
  function failingAt(fail: (project: OpenProject) => OpenProject, ...args: readonly string[]) {
    const { out } = fakeTerminal();
    const request = parseRequest(args, { out, version: '', config, now: Date.now() });
    if (request === null || isAppRequest(request)) throw new Error('No command.');
    const open = async (target: Target) => fail(await openProject(target, config));
    return carryOut(request, config, fakeTerminal(process.env), new AbortController().signal, open);
  }
  const unavailable = () =>
    Promise.reject(Object.assign(new Error('14 UNAVAILABLE: gone'), { code: 14 }));

  it('after writing the document leaves the rest of a grant to the trigger', async () => {
    const { uid } = await createPerson('viewer');
    const withoutClaims = (project: OpenProject): OpenProject => {
      const accounts = { ...project.engine.accounts, setClaims: unavailable };
      return { ...project, engine: { ...project.engine, accounts } };
    };
    await expect(failingAt(withoutClaims, 'grant', uid, 'editor')).rejects.toMatchObject({
      code: 'unreachable',
      next: expect.stringContaining('safe to repeat'),
    });
    await untilMarker(uid, ({ role }) => role === 'editor');
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
  });

  const withoutLock = ({ accounts }: SyncEngine) => ({
    accounts: { ...accounts, setDisabled: unavailable },
  });
  const withoutWord = ({ documents }: SyncEngine) => ({
    documents: {
      ...documents,
      publish: (publication: Publication) =>
        publication.after.sessionsRevokedAt === null
          ? documents.publish(publication)
          : unavailable(),
    },
  });
  it.each([
    ['the word to open browsers', 'revoke', withoutWord],
    ['the lock of an account', 'disable', withoutLock],
  ])('leaves %s to the trigger', async (_, command, lacking) => {
    const { uid } = await createPerson('editor');
    const without = (project: OpenProject): OpenProject => ({
      ...project,
      engine: { ...project.engine, ...lacking(project.engine) },
    });
    const dying = failingAt(without, command, uid, '--sessions');
    await expect(dying).rejects.toMatchObject({ code: 'unreachable' });
    expect((await markerOf(uid))?.sessionsRevokedAt).toBeNull();

    const marker = await untilMarker(uid, ({ sessionsRevokedAt }) => sessionsRevokedAt !== null);
    const { tokensValidAfterTime, disabled } = await auth.getUser(uid);
    const since = Date.parse(tokensValidAfterTime ?? '') / 1000;
    expect(since).toBeGreaterThanOrEqual(marker.sessionsRevokedAt?.seconds ?? Number.NaN);
    expect(disabled).toBe(command === 'disable');
    expect(await claimsOf(uid)).not.toHaveProperty('role');
  });
});
