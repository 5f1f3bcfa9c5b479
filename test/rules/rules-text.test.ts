import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emulatorAddress, rulesFile } from './test-project.ts';

/** A misspelt variable is no error to Firestore: the rule loads, warns, and refuses everybody. */
it('loads without a warning, such as of an unknown variable or an unused function', async () => {
  const { host, port } = emulatorAddress();
  // A project of its own, whose rules no other test has to load again.
  const url = `http://${host}:${port}/emulator/v1/projects/demo-live-claims-rules-text:securityRules`;
  const content = readFileSync(rulesFile(), 'utf8');
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rules: { files: [{ name: 'firestore.rules', content }] } }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({});
});
