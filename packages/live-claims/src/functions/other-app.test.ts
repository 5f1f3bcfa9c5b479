import { expect, it, vi } from 'vitest';
import { MemoryAuth } from '../testing/memory-auth.ts';
import { MemoryFirestore } from '../testing/memory-firestore.ts';
import { hospital } from '../testing/other-app.ts';
import { describeOtherApp } from '../testing/other-app-suite.ts';
import { liveClaims } from './live-claims.ts';

vi.mock('firebase-functions/logger', () => ({
  debug: vi.fn(),
  info: vi.fn(),
  warn: vi.fn(),
  error: vi.fn(),
}));

const auth = new MemoryAuth();
const firestore = new MemoryFirestore();

describeOtherApp('In memory', {
  auth: auth.auth,
  db: firestore.db,
  createAccount: async (account) => auth.add(account),
});

it('the trigger follows the collection and the database of the configuration', () => {
  const { syncClaims } = liveClaims(hospital).sync;
  expect(syncClaims.__endpoint).toMatchObject({
    region: ['asia-east1'],
    eventTrigger: {
      eventFilters: { database: 'hospital' },
      eventFilterPathPatterns: { document: 'members/{uid}' },
    },
  });
});
