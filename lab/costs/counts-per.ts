import type { Counts } from '../results.ts';
import type { Counted } from './counted-stack.ts';

/** Nothing at all. */
export const NO_COUNTS: Counts = {
  documentReads: 0,
  documentWrites: 0,
  ruleLookUps: 0,
  invocations: 0,
  accountCalls: 0,
  tokenExchanges: 0,
};

/** What was counted, all together, for one of `times`. */
export function countsPer(counted: readonly Counted[], times: number): Counts {
  const both = counted.flatMap(({ functions, clients }) => [functions, clients]);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const per = (count: number) => Math.round((count / times) * 100) / 100;
  const calls = both.flatMap(({ auth }) => Object.entries(auth));
  const countOf = (isExchange: boolean) =>
    sum(calls.filter(([name]) => (name === 'token') === isExchange).map(([, count]) => count));
  return {
    documentReads: per(sum(both.map(({ documents }) => documents.read))),
    documentWrites: per(sum(both.map(({ documents }) => documents.written + documents.deleted))),
    ruleLookUps: per(sum(counted.map(({ ruleLookUps }) => ruleLookUps))),
    invocations: per(sum(counted.flatMap(({ invocations }) => Object.values(invocations)))),
    accountCalls: per(countOf(false)),
    tokenExchanges: per(countOf(true)),
  };
}
