import { describe, expect, it } from 'vitest';
import type { AskGoogle } from '../ask-google.ts';
import type { Session } from '../session.ts';
import { checkSettings } from './check-project.ts';

const session = {
  target: { kind: 'project', projectId: 'my-app-123' },
  project: { config: { database: '(default)' } },
} as unknown as Session;

const ACCOUNT = 'serviceAccount:42-compute@developer.gserviceaccount.com';

/** Google's answers by a part of the address; a text is a refusal. */
function google(answers: Readonly<Record<string, object | string>>): AskGoogle {
  const all: Readonly<Record<string, object | string>> = {
    identitytoolkit: { subtype: 'IDENTITY_PLATFORM' },
    getIamPolicy: { bindings: [{ role: 'roles/editor', members: [ACCOUNT] }] },
    '/projects/my-app-123$': { projectNumber: '42' },
    '/databases/': { concurrencyMode: 'OPTIMISTIC' },
    ...answers,
  };
  return async (url) => {
    const [, answer] = Object.entries(all).find(([part]) => new RegExp(part).test(url)) ?? [];
    if (typeof answer === 'object') return { ok: true, json: { ...answer } };
    return { ok: false, status: 403, why: answer ?? `nothing at ${url}` };
  };
}

const codes = async (answers: Parameters<typeof google>[0]) =>
  (await checkSettings(session, true, google(answers))).findings.map(({ code }) => code);

describe('the settings of a real project', () => {
  it('are in order', async () => {
    const { findings, notLookedAt, inOrder } = await checkSettings(session, true, google({}));
    expect([findings, notLookedAt]).toEqual([[], []]);
    expect(inOrder).toHaveLength(3);
  });

  it.each([
    [
      'no Identity Platform',
      { identitytoolkit: { subtype: 'FIREBASE_AUTH' } },
      'no-identity-platform',
    ],
    ['no role of the functions', { getIamPolicy: { bindings: [] } }, 'no-permission'],
    ['a policy without bindings', { getIamPolicy: {} }, 'no-permission'],
    [
      'one of the roles missing',
      { getIamPolicy: { bindings: [{ role: 'roles/datastore.user', members: [ACCOUNT] }] } },
      'no-permission',
    ],
    [
      'a database that locks',
      { '/databases/': { concurrencyMode: 'PESSIMISTIC' } },
      'database-locks',
    ],
  ])('%s', async (_, answers, code) => {
    expect(await codes(answers)).toEqual([code]);
  });

  it('single roles are enough', async () => {
    const roles = ['firebaseauth.admin', 'datastore.user', 'cloudtasks.enqueuer'];
    const bindings = roles.map((role) => ({ role: `roles/${role}`, members: [ACCOUNT] }));
    expect(await codes({ getIamPolicy: { bindings } })).toEqual([]);
  });

  it('Identity Platform is asked about only where a function runs before a sign-up', async () => {
    const answers = google({ identitytoolkit: 'refused' });
    expect((await checkSettings(session, false, answers)).notLookedAt).toEqual([]);
  });

  it('what Google does not tell was not looked at', async () => {
    const no = 'Google answers 403: No.';
    const answers = google({ identitytoolkit: no, getIamPolicy: no, '/databases/': no });
    const { findings, notLookedAt } = await checkSettings(session, true, answers);
    expect(findings).toEqual([]);
    expect(notLookedAt.map(({ because }) => because)).toEqual([no, no, no]);
  });
});
