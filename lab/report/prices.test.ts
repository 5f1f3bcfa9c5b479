import { describe, expect, it } from 'vitest';
import { NO_COUNTS } from '../costs/counts-per.ts';
import type { CostResult } from '../results.ts';
import { identityPlatformBill, monthlyBill, type Scenario } from './prices.ts';

const FREE: CostResult = {
  strategy: 'x',
  change: NO_COUNTS,
  idleHour: NO_COUNTS,
  request: NO_COUNTS,
};
const MONTH: Scenario = {
  users: 1_000,
  changesPerUserPerMonth: 2,
  hoursConnectedPerUserPerMonth: 10,
  requestsPerUserPerMonth: 500,
};

describe('the bill of a month', () => {
  it('is nothing where nothing is counted, however many calls go to Auth', () => {
    const calls = { ...NO_COUNTS, accountCalls: 3, tokenExchanges: 720 };
    expect(monthlyBill({ ...FREE, change: calls, idleHour: calls }, MONTH)).toEqual({
      firestore: 0,
      functions: 0,
      total: 0,
    });
  });

  it('is right for changes: 2,000 of them, 3 writes, 2 reads and an invocation each', () => {
    const change = { ...NO_COUNTS, documentWrites: 3, documentReads: 2, invocations: 1 };
    const bill = monthlyBill({ ...FREE, change }, MONTH);
    // 6,000 writes at 0.09 and 4,000 reads at 0.03 per 100,000: 0.0054 + 0.0012.
    expect(bill.firestore).toBeCloseTo(0.0066, 10);
    // 2,000 at 0.40 per million; each 0.1 s of 1 vCPU at 0.000024 and of 0.25 GiB at 0.0000025.
    expect(bill.functions).toBeCloseTo(0.0008 + 0.0048 + 0.000125, 10);
    expect(bill.total).toBeCloseTo(0.012325, 10);
  });

  it('is right for hours: 10,000 of them, 720 questions each', () => {
    const idleHour = { ...NO_COUNTS, documentReads: 720, invocations: 720 };
    const bill = monthlyBill({ ...FREE, idleHour }, MONTH);
    // 7.2 million reads at 0.03 per 100,000.
    expect(bill.firestore).toBeCloseTo(2.16, 10);
    // 7.2 million at 0.0000028625 each.
    expect(bill.functions).toBeCloseTo(20.61, 10);
  });

  it('takes what rules look up as reads: 500,000 requests', () => {
    const request = { ...NO_COUNTS, documentReads: 1, ruleLookUps: 2 };
    expect(monthlyBill({ ...FREE, request }, MONTH).total).toBeCloseTo(0.45, 10);
  });

  it('grows with the users and nothing else', () => {
    const costs = { ...FREE, request: { ...NO_COUNTS, documentReads: 1 } };
    const { total } = monthlyBill(costs, MONTH);
    expect(monthlyBill(costs, { ...MONTH, users: 1_000_000 }).total).toBeCloseTo(total * 1_000, 6);
  });
});

describe('the bill of Identity Platform', () => {
  it.each([
    [50_000, 0],
    [50_001, 0.0055],
    [100_000, 275],
    // 275 + 900,000 at 0.0046
    [1_000_000, 4_415],
    // 4,415 + 1,000,000 at 0.0032
    [2_000_000, 7_615],
  ])('for %i people is %f dollars', (users, dollars) => {
    expect(identityPlatformBill(users)).toBeCloseTo(dollars, 6);
  });
});
