import { afterEach, describe, expect, it } from 'vitest';
import { appConfig } from '../testing/app-roles.ts';
import { main } from './live-claims.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';
import { freeAddress } from './testing/free-address.ts';

/** What a person sees and a shell gets, on a machine where no emulator runs. */
async function admin(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const terminal = fakeTerminal({ FIREBASE_EMULATOR_HUB: await freeAddress(), ...env });
  const code = await main(args, appConfig, terminal);
  return { code, ...terminal.written() };
}

describe('the operator’s command line', () => {
  it('teaches', async () => {
    const { code, out, err } = await admin(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('grant you@example.com owner --project my-app');
    expect(err).toBe('');
  });

  it('answers a wrong command with a sentence on stderr and code 2', async () => {
    const { code, out, err } = await admin(['grnt', 'a', 'admin']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('✗ [usage] Unknown command');
    expect(err).not.toMatch(/at .*\.ts:/);
  });

  it('says so in JSON too, when that was asked for', async () => {
    const { out, code } = await admin(['grant', 'ada', 'root', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'usage' } });
  });

  it.each([
    ['--json', 'init', '--role', 'A B'],
    ['--config', 'access.ts', 'init'],
    ['--project', 'staging', 'init'],
  ])('hears init behind options: %s %s', async (...args) => {
    const { code, err } = await admin(args);
    expect(code).toBe(2);
    expect(err).toContain('See `npx live-claims init --help`.');
  });

  it('does not go looking for a real project when no stack runs', async () => {
    const { code, err } = await admin(['show', 'ada'], { GCLOUD_PROJECT: 'my-app-123' });
    expect(code).toBe(5);
    expect(err).toContain('[no-stack]');
  });

  it('refuses a real project while the environment points at emulators', async () => {
    const env = { FIRESTORE_EMULATOR_HOST: '127.0.0.1:8080' };
    const { code, err } = await admin(['show', 'ada', '--project', 'my-app-123'], env);
    expect(code).toBe(2);
    expect(err).toContain('[mixed-target]');
  });

  it('refuses a demo- project that nothing here runs', async () => {
    const { code } = await admin(['show', 'ada', '--project', 'demo-elsewhere']);
    expect(code).toBe(5);
  });
});

describe('without credentials', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  /** So that neither this machine's login nor a search of the network decides the test. */
  const alone = { HOME: '/nowhere', APPDATA: '/nowhere', METADATA_SERVER_DETECTION: 'none' };

  it('a real project is refused with the command that signs in', async () => {
    Object.assign(process.env, alone);
    delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
    const { code, err } = await admin(['grant', 'ada', 'owner', '--project', 'my-app-123']);
    expect(code).toBe(5);
    expect(err).toContain('[no-credentials]');
    expect(err).toContain('gcloud auth application-default login');
    expect(err).not.toMatch(/at .*\.js:/);
  });

  it('a key file that is not there is named', async () => {
    Object.assign(process.env, alone, { GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json' });
    const { code, err } = await admin(['show', 'ada', '--project', 'my-app-123']);
    expect(code).toBe(5);
    expect(err).toContain('/nowhere/key.json');
  });
});
