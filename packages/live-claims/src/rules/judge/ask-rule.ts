import type { Samples } from './access-changes.ts';
import { type Asker, ORDINARY_TOKEN, type TokenClaims, type Tokens, tokensOf } from './askers.ts';
import { Budget } from './budget.ts';
import {
  type AskedRule,
  type Attempt,
  judge,
  MAX_STEPS,
  type Principal,
  readRule,
} from './judge.ts';
import { outcomes } from './logic.ts';
import { anything, type Case, type Question } from './question.ts';
import { wordsOf } from './rule-words.ts';
import { TOO_LONG, TRUE, type Value } from './values.ts';

/** What a rule says to a question. */
export type Answer =
  /** One of its cases, with what was chosen beside; `of` an account like this, null for an ordinary one. */
  | { readonly verdict: 'allows'; readonly attempt: Attempt; readonly of: string | null }
  | { readonly verdict: 'refuses' }
  /** Because of this, as the rules say it; null where there are more cases than are looked at. */
  | { readonly verdict: 'cannot tell'; readonly why: string | null };

/** Cases of a question that are looked at one by one. */
const MAX_CASES = 1000;

/** Of those, how many are followed whose answer is not known in the end. */
const MAX_OPEN = 6;

/**
 * Asks a rule all the cases of a question, as a person with any of the tokens that the rule can tell apart. Most rules
 * refuse them all at once, which takes one or two readings.
 *
 * @param at milliseconds since the Unix epoch, and the id of the database.
 * @param whole the steps that are left for all questions about this rule.
 */
export function askRule(
  source: string,
  rule: AskedRule,
  question: Question,
  asker: Asker,
  at: Pick<Attempt, 'now' | 'database'>,
  whole: Budget | null = null,
): Answer {
  const budget = new Budget(MAX_STEPS, whole);
  if (budget.isSpent) return { verdict: 'cannot tell', why: TOO_LONG };
  const { operation, path, others, otherwise } = question;
  const words = wordsOf(rule, source);
  const { tokens, widest } = asker.claims === null ? NO_TOKENS : tokensOf(words);
  const attemptOf = (one: Case, claims: TokenClaims): Attempt => ({
    ...{ ...at, ...one, operation, path, others, otherwise },
    principal: principalOf(asker, claims),
  });
  const readings = (one: Case) =>
    widest.map((claims) => readRule(source, rule, attemptOf(one, claims), budget));
  const outlines = question.outlines.flatMap(readings);
  if (!outlines.some(mayAllow)) return { verdict: 'refuses' };

  const samples: Samples = { words, compared: comparedIn(outlines, question.about) };
  let cannotTell: Extract<Answer, { verdict: 'cannot tell' }> | null = null;
  let [cases, open] = [0, 0];
  const isRefused = refusedWhole(question, (one) => !readings(one).some(mayAllow));
  for (const one of question.cases(samples)) {
    if (isRefused(one)) continue;
    cases += 1;
    for (const { of, claims } of tokens) {
      if (budget.isSpent) return { verdict: 'cannot tell', why: TOO_LONG };
      if (cases > MAX_CASES || open >= MAX_OPEN) {
        return cannotTell ?? { verdict: 'cannot tell', why: null };
      }
      const attempt = attemptOf(one, claims);
      const said = judge(source, rule, attempt, budget);
      if (said.verdict === 'allows') {
        const found = { ...attempt, facts: said.facts };
        return { verdict: 'allows', attempt: found, of: one.of ?? of ?? asker.of };
      }
      if (said.verdict === 'cannot tell') {
        open += 1;
        cannotTell ??= said;
      }
      // What the rule refuses with everything open, it refuses with every token.
      if (claims === ORDINARY_TOKEN.claims && tokens.length > 1 && !readings(one).some(mayAllow)) {
        break;
      }
    }
  }
  return cannotTell ?? { verdict: 'refuses' };
}

/**
 * Whether a rule refuses a case whatever is written into the field that it is about: asked once for all cases with the
 * same document before. Most cases differ in what is written alone.
 */
function refusedWhole(
  { about }: Question,
  isRefused: (outline: Case) => boolean,
): (one: Case) => boolean {
  const known = new Map<string, boolean>();
  return ({ facts }) => {
    // What is removed is another case than what is written.
    if (about === null || facts.before === null || (facts.changes.get(about) ?? null) === null) {
      return false;
    }
    const key = JSON.stringify([...facts.before]);
    const changes = new Map([...facts.changes, [about, anything(about)]]);
    const answer = known.get(key) ?? isRefused({ facts: { ...facts, changes } });
    known.set(key, answer);
    return answer;
  };
}

/** Without a sign-in. */
const NO_TOKENS: Tokens = { tokens: [ORDINARY_TOKEN], widest: [ORDINARY_TOKEN.claims] };

const principals = new WeakMap<Asker, WeakMap<TokenClaims, Principal>>();

/** @returns the same object for the same person with the same claims. */
function principalOf(asker: Asker, claims: TokenClaims): Principal {
  const known = principals.get(asker) ?? new WeakMap<TokenClaims, Principal>();
  principals.set(asker, known);
  const principal = known.get(claims) ?? {
    uid: asker.uid,
    claims: asker.claims === null ? null : { ...asker.claims, ...claims },
  };
  known.set(claims, principal);
  return principal;
}

const mayAllow = (value: Value) => (outcomes(value) & TRUE) > 0;

/** What the rule would compare the new value of a field with. */
function comparedIn(outlines: readonly Value[], field: string | null): readonly Value[] {
  if (field === null) return [];
  const choices = outlines.flatMap((value) => (value.type === 'unknown' ? value.choices : []));
  return choices.flatMap((choice) => {
    const value = 'change' in choice ? choice.change[field] : undefined;
    return value === undefined || value === null || value.type === 'unknown' ? [] : [value];
  });
}
