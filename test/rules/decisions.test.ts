import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from './cases/all.ts';
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

it('asks everywhere for the permission that is meant, whoever may hold it', async () => {
  const variant = openRulesProject(emulatorAddress(), 'demo-live-claims-permissions');
  try {
    await variant.loadRules(rulesByPermission(rulesText()));
    await seedChecks(variant, ownPermission);
    expect(namesOf(await runChecks(variant, ownPermission))).toEqual([]);
  } finally {
    variant.close();
  }
});
