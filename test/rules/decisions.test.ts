import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from './cases/all.ts';
import { ownAccess, rulesWithOpenProfiles } from './cases/own-access.ts';
import { ownPermission, rulesByPermission } from './cases/own-permission.ts';
import { buildMatrix } from './matrix/cells.ts';
import { emulatorAddress, rulesText } from './support/emulator.ts';
import { openRulesProject } from './support/rules-project.ts';
import { namesOf, runChecks, seedChecks } from './support/run-checks.ts';

/** On a busy machine; on a quiet one all of it takes less than a minute. */
const PATIENCE_MS = 300_000;

const { cells, unspecified, unknown } = buildMatrix();
const project = openRulesProject(emulatorAddress(), 'demo-live-claims-decisions');

beforeAll(async () => {
  await project.loadRules(rulesText());
  await seedChecks(project, [...cells.values(), ...Object.values(cases)].flat());
});

afterAll(() => project.close());

describe('docs/rules-matrix.md', () => {
  it('leaves no cell open', () => {
    expect(unspecified).toEqual([]);
  });

  it('speaks of nothing that is not asked', () => {
    expect(unknown).toEqual([]);
  });

  it.each([...cells].map(([table, checks]) => ({ table, checks, count: checks.length })))(
    'holds in $count cells: $table',
    async ({ checks }) => {
      expect(namesOf(await runChecks(project, checks))).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('the rules decide as expected about', () => {
  it.each(Object.entries(cases))(
    '%s',
    async (_, checks) => {
      expect(namesOf(await runChecks(project, checks))).toEqual([]);
    },
    PATIENCE_MS,
  );
});

it.each([
  {
    promise: 'asks everywhere for the right permission, whichever role has it',
    project: 'demo-live-claims-permissions',
    variantOf: rulesByPermission,
    checks: ownPermission,
  },
  {
    promise: 'keeps people from their access where they may write all else',
    project: 'demo-live-claims-open-profiles',
    variantOf: rulesWithOpenProfiles,
    checks: ownAccess,
  },
])('$promise', async ({ project: projectId, variantOf, checks }) => {
  const variant = openRulesProject(emulatorAddress(), projectId);
  try {
    await variant.loadRules(variantOf(rulesText()));
    await seedChecks(variant, checks);
    expect(namesOf(await runChecks(variant, checks))).toEqual([]);
  } finally {
    variant.close();
  }
});
