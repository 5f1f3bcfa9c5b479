import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../scripts/admin/carry-out.ts';
import { type OpenProject, openProject } from '../../../scripts/admin/open-project.ts';
import { parseRequest } from '../../../scripts/admin/parse-request.ts';
import type { Target } from '../../../scripts/admin/target.ts';
import { fakeTerminal } from '../../../scripts/admin/testing/fake-terminal.ts';
import { claimsOf, createPerson, markerOf, untilMarker } from '../../support/admin.ts';
import { admin } from '../../support/admin-cli.ts';

/** The command on the stack of the tests, with a request of it that fails. */
describe('a command that dies on its way', () => {
  function failingAt(fail: (project: OpenProject) => OpenProject, ...args: readonly string[]) {
    const { out } = fakeTerminal();
    const request = parseRequest(args, { out, version: '', now: Date.now() });
    if (request === null) throw new Error('No command.');
    const open = async (target: Target) => fail(await openProject(target));
    return carryOut(request, fakeTerminal(process.env), new AbortController().signal, open);
  }
  const unavailable = () =>
    Promise.reject(Object.assign(new Error('14 UNAVAILABLE: gone'), { code: 14 }));

  it('after the document leaves the rest of a grant to the trigger', async () => {
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

  it('before the sessions are ended has promised nothing, and ends them when it is repeated', async () => {
    const { uid } = await createPerson('editor');
    const withoutRevoke = (project: OpenProject): OpenProject => {
      const auth = Object.create(project.auth, { revokeRefreshTokens: { value: unavailable } });
      return { ...project, auth };
    };
    const dying = failingAt(withoutRevoke, 'revoke', uid, '--sessions');
    await expect(dying).rejects.toMatchObject({ code: 'unreachable' });
    expect(await claimsOf(uid)).not.toHaveProperty('role');
    expect(await markerOf(uid)).toMatchObject({ role: null, sessionsRevokedAt: null });

    expect((await admin('revoke', uid, '--sessions')).code).toBe(0);
    expect((await markerOf(uid))?.sessionsRevokedAt).not.toBeNull();
  });
});
