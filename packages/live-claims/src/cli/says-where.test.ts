import { describe, expect, it } from 'vitest';
import { AdminError } from './admin-error.ts';
import { saysWhere } from './says-where.ts';
import type { Target } from './target.ts';

const FAILURE = new AdminError('no-such-person', 'Nobody has the id ada.', { next: 'Look again.' });
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
