import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { type BulkProblem, BulkProblems, parseBulkSetRoles } from './bulk-calls.ts';
import { MAX_BULK_CHANGES } from './limits.ts';

const parse = (data: unknown) => parseBulkSetRoles(appRoles, data);

function problemsOf(data: unknown): readonly BulkProblem[] {
  try {
    parse(data);
  } catch (error) {
    if (error instanceof BulkProblems) return error.problems;
    throw error;
  }
  return [];
}

const change = (uid: string) => ({ uid, role: 'viewer' });

describe('parseBulkSetRoles', () => {
  it.each([
    {
      changes: [{ uid: 'a', role: 'editor', expiresAt: 5 }, change('b'), { uid: 'c', role: null }],
    },
    { everybodyWith: { role: 'editor' }, role: 'viewer' },
    { everybodyWith: { role: null }, role: 'viewer', expiresAt: null },
    { changes: [change('a')], reason: 'End of term' },
    { everybodyWith: { role: 'editor' }, role: null, reason: null },
  ])('reads %j', (request) => {
    expect(parse(request)).toEqual(request);
  });

  it('reads as many changes as one request may hold, and no more', () => {
    const many = (count: number) => ({
      changes: Array.from({ length: count }, (_, index) => change(`p${index}`)),
    });
    expect(problemsOf(many(MAX_BULK_CHANGES))).toEqual([]);
    expect(problemsOf(many(MAX_BULK_CHANGES + 1))).toEqual([
      { index: null, code: 'invalid', message: 'changes must hold at most 10000 changes.' },
    ]);
  });

  it.each([
    null,
    'everybody',
    {},
    { changes: [] },
    { changes: {} },
    { changes: [change('a')], role: 'viewer' },
    { changes: [change('a')], reason: 'x'.repeat(501) },
    { changes: [change('a')], everybodyWith: { role: 'editor' } },
    { everybodyWith: {}, role: 'viewer' },
    { everybodyWith: { role: 'superuser' }, role: 'viewer' },
    { everybodyWith: { role: 'editor', disabled: true }, role: 'viewer' },
    { everybodyWith: { role: 'editor' } },
  ])('refuses %j as a whole', (data) => {
    const problems = problemsOf(data);
    expect(problems.length).toBeGreaterThan(0);
    for (const { index, code } of problems)
      expect({ index, code }).toEqual({ index: null, code: 'invalid' });
  });

  it('names every change that is wrong, with its place and its field', () => {
    const problems = problemsOf({
      changes: [
        change('a'),
        { uid: 'b', role: 'Admin' },
        { uid: '../c', role: 'viewer' },
        { uid: 'd', role: 'viewer', expiresAt: 1.5 },
        { uid: 'e', role: 'viewer', note: 'x' },
        { uid: 'f', role: 'viewer', reason: 'One reason is for all' },
      ],
    });
    expect(problems.map(({ index, message }) => [index, message.split(' ')[0]])).toEqual([
      [1, 'role'],
      [2, 'uid'],
      [3, 'expiresAt'],
      [4, 'note'],
      [5, 'reason'],
    ]);
  });

  it('names every account that is listed twice', () => {
    const changes = ['a', 'b', 'a', 'c', 'a'].map(change);
    expect(problemsOf({ changes })).toEqual([
      { index: 2, code: 'duplicate', message: 'names an account that an earlier change names.' },
      { index: 4, code: 'duplicate', message: 'names an account that an earlier change names.' },
    ]);
  });
});

it('a BulkProblems tells the first problem, and how many more there are', () => {
  const problem: BulkProblem = { index: 1, code: 'invalid', message: 'role must be given.' };
  expect(new BulkProblems([problem, problem, problem]).message).toBe(
    'Nothing was changed. Change 2: role must be given. And 2 more.',
  );
});
