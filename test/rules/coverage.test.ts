import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases } from './cases/all.ts';
import { buildMatrix } from './matrix/cells.ts';
import type { Check } from './support/check.ts';
import { type Gap, readCoverage } from './support/coverage.ts';
import { emulatorAddress, rulesText } from './support/emulator.ts';
import { openRulesProject } from './support/rules-project.ts';
import { namesOf, runChecks, seedChecks } from './support/run-checks.ts';

/** Expressions that cannot come out both ways, with the reason. */
const ONE_WAY: readonly (Omit<Gap, 'line'> & { readonly reason: string })[] = [
  {
    expression: 'orgId is string',
    missing: 'never false',
    reason: 'It is a part of a path here; test/rules/orgs asks about fields.',
  },
];

/**
 * The emulator's report repeats every value of every expression: for all that is asked of the rules
 * it has hundreds of megabytes. These persons and what is not long suffice.
 */
const PERSONS = ['a user without a token', 'viewer, current token', 'admin, current token'];
const LONGEST_REQUEST = 1000;

const project = openRulesProject(emulatorAddress(), 'demo-live-claims-coverage');
const cells = [...buildMatrix().cells.values()].flat();
const isShort = ({ request }: Check) => JSON.stringify(request).length <= LONGEST_REQUEST;
const asked = [
  ...cells.filter(({ name }) => PERSONS.some((person) => name.startsWith(`${person}:`))),
  ...Object.values(cases).flat().filter(isShort),
];

beforeAll(async () => {
  await project.loadRules(rulesText());
  await seedChecks(project, asked);
});

afterAll(() => project.close());

it('evaluates every expression of the rules, and finds each both true and false', async () => {
  expect(namesOf(await runChecks(project, asked))).toEqual([]);
  const { expressions, gaps } = readCoverage(await project.coverage());
  expect(expressions).toBeGreaterThan(300);
  const isOf = (gap: Gap) => (one: Omit<Gap, 'line'>) =>
    one.expression === gap.expression && one.missing === gap.missing;
  expect(gaps.filter((gap) => !ONE_WAY.some(isOf(gap)))).toEqual([]);
  expect(ONE_WAY.filter((one) => !gaps.some((gap) => isOf(gap)(one)))).toEqual([]);
}, 300_000);
