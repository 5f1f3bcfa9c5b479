import { NO_COUNTS } from '../../costs/counts-per.ts';
import type {
  CostResult,
  CountedChange,
  Counts,
  EffectResult,
  LabResults,
  Timing,
} from '../../results.ts';

// Made up, for tests of the report alone: nothing here was measured.

export function timing(p50: number, p95 = p50 * 2, given: Partial<Timing> = {}): Timing {
  return {
    count: 30,
    failures: 0,
    p50,
    p95,
    p99: p95 * 1.2,
    max: p95 * 1.5,
    p50Interval: [p50 * 0.9, p50 * 1.1],
    p95Interval: [p95 * 0.8, p95 * 1.3],
    ...given,
  };
}

const HOUR = { computedMs: 3_600_000, because: 'An ID token lives for an hour.' };

const STRATEGIES = [
  ['wait-for-expiry', 'Claims, and wait for the token to run out', 'T2'],
  ['me-5s', 'GET /me every 5 s', 'T5'],
  ['look-up-in-rules', 'A role document, looked up by the rules', 'T4, T10'],
  ['ours-trigger', 'live-claims, marker check', 'T7, T11, T12'],
  ['ours-callable', 'live-claims, by the callable', 'T7, T11, T12'],
] as const;

function effect(strategy: string, given: Partial<EffectResult>): EffectResult {
  return {
    strategy,
    claims: null,
    marker: null,
    token: null,
    firstRead: timing(10),
    lastStaleRead: timing(0.5, 0.5),
    lastStaleReadRefusing: timing(12),
    ...given,
  };
}

function costs(
  strategy: string,
  given: Partial<Record<'change' | 'idleHour' | 'request', Partial<Counts>>>,
): CostResult {
  return {
    strategy,
    change: { ...NO_COUNTS, documentWrites: 1, ...given.change },
    idleHour: { ...NO_COUNTS, ...given.idleHour },
    request: { ...NO_COUNTS, documentReads: 1, ...given.request },
  };
}

function counted(what: string, documentWrites: number, p50: number): CountedChange {
  return { what, change: { ...NO_COUNTS, documentWrites, invocations: 1 }, timing: timing(p50) };
}

export const MADE_UP: LabResults = {
  command: 'npm run bench -- --quick',
  quick: true,
  parts: {
    effect: { at: '2026-11-24T15:00:00.000Z', loadBefore: 0.4, loadAfter: 3.1 },
    costs: { at: '2026-11-25T09:30:00.000Z', loadBefore: 0.2, loadAfter: 1.1 },
  },
  machine: { cores: 2, memoryGiB: 24 },
  versions: { node: '24.21.0', 'firebase-tools': '15.34.2' },
  strategies: STRATEGIES.map(([id, name, answers]) => ({
    id,
    name,
    answers,
    source: `https://example.com/${id}`,
  })),
  baseline: {
    steps: { commit: timing(3.8), 'claims call': timing(1.5), push: timing(3.4) },
    trigger: timing(14, 20),
    callable: timing(10, 16),
  },
  effect: [
    effect('wait-for-expiry', {
      claims: timing(2),
      firstRead: timing(1_800_000, 3_400_000),
      lastStaleRead: timing(1_800_000, 3_400_000),
      lastStaleReadRefusing: HOUR,
    }),
    effect('me-5s', {
      firstRead: timing(2_500, 4_800, { failures: 2 }),
      lastStaleRead: timing(2_500, 4_800, { count: 0, failures: 30 }),
    }),
    effect('look-up-in-rules', { firstRead: timing(3), lastStaleReadRefusing: timing(0.5, 0.5) }),
    effect('ours-trigger', {
      claims: timing(8),
      marker: timing(9),
      token: timing(15),
      firstRead: timing(16.8, 30),
      lastStaleRead: timing(14, 25),
    }),
    effect('ours-callable', { firstRead: timing(11, 24) }),
  ],
  checks: [
    { where: 'rules', check: 'token', timing: timing(1.4) },
    { where: 'guard', check: 'document', timing: timing(4) },
  ],
  costs: [
    costs('wait-for-expiry', { change: { accountCalls: 1 }, idleHour: { tokenExchanges: 1 } }),
    costs('me-5s', { idleHour: { invocations: 720, documentReads: 720 } }),
    costs('look-up-in-rules', { request: { ruleLookUps: 1 } }),
    costs('ours-trigger', { change: { documentWrites: 3, invocations: 1, documentReads: 1 } }),
    costs('ours-callable', { change: { documentWrites: 3, invocations: 1, documentReads: 1 } }),
  ],
  loadTests: [
    {
      name: 'all clients at once, without jitter',
      clients: 1_000,
      reached: { '50': 900, '95': 2_100, '100': 2_600 },
      curve: Array.from({ length: 26 }, (_, at) => [at * 100, at * 40] as const),
      failures: 0,
      note: '',
    },
    {
      name: 'all clients, spread over 10 s',
      clients: 1_000,
      reached: { '50': 5_000, '95': 9_600, '100': null },
      curve: Array.from({ length: 50 }, (_, at) => [at * 200, at * 20] as const),
      failures: 20,
      note: 'twenty gave up',
    },
  ],
  slope: [100, 1_000, 10_000].map((accounts) => ({
    accounts,
    change: { ...NO_COUNTS, documentWrites: 3, invocations: 1 },
    timing: timing(15),
  })),
  orgs: {
    effect: [
      effect('org-role', { marker: timing(9), token: timing(15), firstRead: timing(16) }),
      effect('org-token', {
        marker: timing(19),
        token: timing(27),
        firstRead: timing(24, 40),
        lastStaleReadRefusing: HOUR,
      }),
    ],
    names: { 'org-role': 'A role in the app', 'org-token': 'A membership, token check' },
    atOnce: [
      {
        name: 'memberships of one organisation',
        clients: 1_000,
        reached: { '50': 10_000, '95': 19_000, '100': 20_000 },
        curve: [],
        failures: 0,
        each: timing(10_000, 19_000),
        note: 'Lost: 0.',
      },
    ],
    costs: [counted('a role in the app', 3, 16), counted('a membership, by the callable', 5, 24)],
    slope: [100, 10_000].map((members) => ({ members, ...counted('a membership', 5, 24) })),
    many: [counted('one that the token names', 5, 30)],
    figures: [
      {
        name: '200 organisations: named by the token',
        value: 35,
        unit: 'organisations',
        aim: null,
        note: 'All claims: 990 characters.',
      },
    ],
  },
  directory: [100, 10_000].flatMap((people) => [
    { people, view: 'first page, by name', reads: 50, timing: timing(people / 20) },
    { people, view: 'one person, by the id', reads: 1, timing: timing(9) },
  ]),
  figures: [
    { name: 'client core', value: 4.4, unit: 'kB', aim: 4, note: 'min+gzip' },
    { name: 'cold import of the functions', value: 210, unit: 'ms', aim: 300, note: '' },
  ],
  skipped: [{ what: 'roles cached in Redis', why: 'no redis-server is installed' }],
};
