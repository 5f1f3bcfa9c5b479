/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Conformance, runCase } from './conformance.ts';

const conformance: Conformance = JSON.parse(
  readFileSync(new URL('../../conformance/cases.json', import.meta.url), 'utf8'),
);

it('there are cases for every invariant of docs/protocol.md', () => {
  const covered = new Set(conformance.cases.flatMap(({ invariants }) => invariants));
  expect([...covered].sort((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ]);
  expect(new Set(conformance.cases.map(({ name }) => name)).size).toBe(conformance.cases.length);
});

it.each(conformance.cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
  expect(one.steps.some((step) => step.expect)).toBe(true);
  expect(await runCase(conformance, one)).toEqual([]);
});
