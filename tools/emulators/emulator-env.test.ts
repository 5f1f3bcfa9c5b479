import { describe, expect, it } from 'vitest';
import { type EmulatorEnvOptions, emulatorEnv } from './emulator-env.ts';

const options = (overrides: Partial<EmulatorEnvOptions> = {}): EmulatorEnvOptions => ({
  env: { PATH: '/usr/bin', HOME: '/home/nina' },
  javaBin: '/jdk/bin',
  nodeBin: '/node/bin',
  firestoreJar: null,
  jvmOptions: null,
  runFolder: '/tmp/run',
  compileCache: '/cache',
  shared: false,
  has: () => false,
  ...overrides,
});

describe('the environment of firebase-tools', () => {
  it('leads to no real project, account or foreign emulator', () => {
    const env = emulatorEnv(
      options({
        env: {
          PATH: '/usr/bin',
          GOOGLE_APPLICATION_CREDENTIALS: '/key.json',
          GCLOUD_PROJECT: 'production',
          GOOGLE_CLOUD_PROJECT: 'production',
          FIREBASE_TOKEN: 'secret',
          FIREBASE_CONFIG: '{}',
          FIRESTORE_EMULATOR_HOST: 'other:1',
          FIREBASE_AUTH_EMULATOR_HOST: 'other:2',
          DEBUG: '*',
        },
      }),
    );
    expect(JSON.stringify(env)).not.toMatch(/key\.json|production|secret|other:|FIREBASE_CONFIG/);
    expect(env).not.toHaveProperty('DEBUG');
  });

  it('keeps the rest of the environment', () => {
    expect(emulatorEnv(options())).toMatchObject({ HOME: '/home/nina' });
  });

  it('finds the chosen java and the chosen node first', () => {
    expect(emulatorEnv(options()).PATH).toBe('/jdk/bin:/node/bin:/usr/bin');
  });

  it('does so although the folder of java holds another node', () => {
    const env = emulatorEnv(
      options({ javaBin: '/usr/bin', has: (file) => file.startsWith('/usr/bin/') }),
    );
    expect(env.PATH).toBe('/node/bin:/usr/bin:/usr/bin');
  });

  it('names the Firestore emulator only where firebase-tools has not its own', () => {
    const jar = { firestoreJar: '/tmp/run/firestore-emulator.jar' };
    expect(emulatorEnv(options(jar))).toHaveProperty(
      'FIRESTORE_EMULATOR_BINARY_PATH',
      '/tmp/run/firestore-emulator.jar',
    );
    expect(emulatorEnv(options())).not.toHaveProperty('FIRESTORE_EMULATOR_BINARY_PATH');
  });

  it('keeps the notes of stacks apart that run at the same time', () => {
    expect(emulatorEnv(options({ shared: true })).TMPDIR).toBe('/tmp/run');
    expect(emulatorEnv(options())).not.toHaveProperty('TMPDIR');
  });
});
