import { afterAll, expect, it } from 'vitest';
import { emulatorAddress, rulesText } from './support/emulator.ts';
import { openRulesProject } from './support/rules-project.ts';

// A project of its own, whose rules no other test has to load again.
const project = openRulesProject(emulatorAddress(), 'demo-live-claims-rules-text');

afterAll(() => project.close());

/** A misspelt variable is no error to Firestore: the rule loads, warns, and refuses every request. */
it('loads without a warning, such as of an unknown variable or an unused function', async () => {
  expect(await project.loadRules(rulesText())).toEqual([]);
});
