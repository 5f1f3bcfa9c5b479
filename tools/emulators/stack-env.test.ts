import { expect, it } from 'vitest';
import { fixedPorts, readFirebaseConfig } from './firebase-config.ts';
import { ROOT } from './root.ts';
import { stackEnv, stackFromEnv } from './stack-env.ts';

const env = stackEnv('demo-live-claims', fixedPorts(readFirebaseConfig(ROOT)));

it('a process finds the stack that it was started for', () => {
  expect(stackFromEnv({ ...env })).toEqual({
    projectId: 'demo-live-claims',
    auth: '127.0.0.1:9099',
    firestore: '127.0.0.1:8080',
    functions: '127.0.0.1:5001',
    hub: '127.0.0.1:4400',
    hostingUrl: 'http://127.0.0.1:5000',
  });
});

it('a test that is run by hand is told how to run it', () => {
  expect(() => stackFromEnv({})).toThrow(
    expect.objectContaining({ code: 'no-stack', next: expect.stringContaining('npm test') }),
  );
});
