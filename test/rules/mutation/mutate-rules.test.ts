import { expect, it } from 'vitest';
import { rulesText } from '../support/emulator.ts';
import { mutateRules } from './mutate-rules.ts';
import { OPERATORS } from './operators.ts';

const rules = (condition: string): string => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /posts/{post} {
      allow get: if ${condition};
    }
  }
}
`;

/** What the operator makes of the condition, or of the path. */
const mutated = (condition: string, operator: string): string[] =>
  mutateRules(rules(condition))
    .filter((mutant) => mutant.operator === operator)
    .map(({ name }) => name.split(' → ')[1] ?? '');

it.each([
  ['drop a conjunct', 'a() && b()', ['(b())', '(a())']],
  ['drop an alternative', 'a() || b()', ['(b())', '(a())']],
  ['&& to ||', 'x() || a() && b()', ['(a() || b())']],
  ['|| to &&', 'a() || b()', ['(a() && b())']],
  ['negate', 'a()', ['(!(a()))']],
  ['drop a negation', '!a()', ['a()']],
  ['another comparison', 'a >= 1', ['(a > 1)', '(a < 1)']],
  ['other arithmetic', 'a + 1 == b', ['(a - 1)']],
  ['any type', 'a is string', ['(true)']],
  ['one side of a choice', 'a ? b : c', ['(b)', '(c)']],
  ['another check', "canNow('posts.read')", ['can', 'canCurrent']],
  ['the document before or after', 'resource.data.x', ['request.resource.data']],
  ['one more or less', 'a == 1', ['(2)', '(0)']],
  ['empty a list', "a in ['b']", ['[]']],
  ['allow any user', 'a()', ['true']],
])('%s: %s', (operator, condition, expected) => {
  expect(mutated(condition, operator)).toEqual(expected);
});

it('puts what it changed in parentheses, so that nothing beside it is read in another way', () => {
  const texts = mutateRules(rules('x() && (a() || b())')).map((mutant) => mutant.rules);
  expect(texts).toContain(rules('x() && ((a() && b()))'));
});

it('widens paths, at their end and at their beginning', () => {
  expect(mutated('a()', 'widen a path')).toEqual(
    expect.arrayContaining(['/{post=**}', '/{above=**}/posts', '/{any}']),
  );
});

it('finds something for every operator in the rules of this repository', () => {
  const used = new Set(mutateRules(rulesText()).map(({ operator }) => operator));
  expect(Object.keys(OPERATORS).filter((operator) => !used.has(operator))).toEqual([]);
});

it('gives every mutant a name and a text of its own', () => {
  const mutants = mutateRules(rulesText());
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(new Set([rulesText(), ...mutants.map((mutant) => mutant.rules)]).size).toBe(
    mutants.length + 1,
  );
});

it('refuses what is no rules file', () => {
  expect(() => mutateRules('service cloud.firestore { match }')).toThrow(SyntaxError);
});
