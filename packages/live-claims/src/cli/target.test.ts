import { describe, expect, it } from 'vitest';
import { chooseTarget } from './target.ts';

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
