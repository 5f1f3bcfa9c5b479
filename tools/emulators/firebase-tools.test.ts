import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { emulatorDownload, FIREBASE_CLI } from './firebase-tools.ts';

it('the installed firebase-tools is where we take it from', () => {
  expect(existsSync(FIREBASE_CLI)).toBe(true);
});

it('what firebase-tools downloads is known by its own table', () => {
  const env = { FIREBASE_EMULATORS_PATH: '/cache' };
  const firestore = emulatorDownload('firestore', env);
  expect(firestore.url).toMatch(/^https:.*\/cloud-firestore-emulator-v[\d.]+\.jar$/);
  expect(firestore.file).toBe(
    path.join('/cache', `cloud-firestore-emulator-v${firestore.version}.jar`),
  );
  const ui = emulatorDownload('ui', env);
  expect(ui.file).toBe(path.join('/cache', `ui-v${ui.version}`, 'server', 'server.mjs'));
  expect(ui.size).toBeGreaterThan(1_000_000);
});
