import type { CostResult, Counts } from '../results.ts';

/** A published price in US dollars, what it is for, and where it stands. */
export interface Price {
  readonly what: string;
  readonly per: string;
  readonly dollars: number;
  /** What is free; the bills here do not deduct it. */
  readonly free: string;
  readonly source: string;
}

/** When the prices were looked up, for which region, and how far to trust that. */
export const PRICES_AS_OF = {
  day: '2026-11-24',
  region: 'us-central1 (Iowa)',
  caveat:
    'They were read in stored public copies of the pages named; that of Identity Platform is of 2021.',
} as const;

const FIRESTORE = 'https://firebase.google.com/docs/firestore/compare-editions-for-native-mode';
const FIRESTORE_FREE = 'https://firebase.google.com/docs/firestore/pricing';
const CLOUD_RUN = 'https://cloud.google.com/run/pricing';

/** Functions of the second generation run on Cloud Run and are billed as such. */
export const PRICES = {
  reads: {
    what: 'Firestore, documents read, those that rules look up among them',
    per: '100,000',
    dollars: 0.03,
    free: '50,000 a day',
    source: FIRESTORE,
  },
  writes: {
    what: 'Firestore, documents written',
    per: '100,000',
    dollars: 0.09,
    free: '20,000 a day',
    source: FIRESTORE,
  },
  deletes: {
    what: 'Firestore, documents deleted',
    per: '100,000',
    dollars: 0.01,
    free: '20,000 a day',
    source: FIRESTORE,
  },
  invocations: {
    what: 'Functions, invocations',
    per: 'million',
    dollars: 0.4,
    free: '2 million a month',
    source: CLOUD_RUN,
  },
  cpu: {
    what: 'Functions, processor',
    per: 'vCPU second',
    dollars: 0.000024,
    free: '180,000 a month',
    source: CLOUD_RUN,
  },
  memory: {
    what: 'Functions, memory',
    per: 'GiB second',
    dollars: 0.0000025,
    free: '360,000 a month',
    source: CLOUD_RUN,
  },
  egress: {
    what: 'Data sent to the internet',
    per: 'GiB',
    dollars: 0.12,
    free: `10 GiB a month of Firestore (${FIRESTORE_FREE}), 1 GiB a month of functions`,
    source: CLOUD_RUN,
  },
} as const satisfies Readonly<Record<string, Price>>;

/**
 * What Identity Platform takes for each person who signed in during the month, by how many they are.
 * Firebase Auth without it takes nothing, and has no blocking functions.
 */
export const IDENTITY_PLATFORM = {
  source: 'https://cloud.google.com/identity-platform/pricing',
  tiers: [
    { upTo: 50_000, dollars: 0 },
    { upTo: 100_000, dollars: 0.0055 },
    { upTo: 1_000_000, dollars: 0.0046 },
    { upTo: 10_000_000, dollars: 0.0032 },
    { upTo: Number.POSITIVE_INFINITY, dollars: 0.0025 },
  ],
} as const;

/**
 * An invocation as it is billed at least, in seconds, vCPU and GiB: Cloud Run rounds up to 100 ms, and
 * Firebase's functions have one vCPU and 256 MiB unless they say otherwise. Requests that share an
 * instance share its time, so this is too much rather than too little.
 */
export const INVOCATION = { seconds: 0.1, vCpus: 1, memoryGiB: 0.25 } as const;

/** What people of an app do in a month. */
export interface Scenario {
  readonly users: number;
  readonly changesPerUserPerMonth: number;
  readonly hoursConnectedPerUserPerMonth: number;
  readonly requestsPerUserPerMonth: number;
}

/** An office application: an hour each working day, fifty checked requests in it, a role that changes once in four months. */
export const SCENARIO: Scenario = {
  users: 10_000,
  changesPerUserPerMonth: 0.25,
  hoursConnectedPerUserPerMonth: 20,
  requestsPerUserPerMonth: 1_000,
};

/** US dollars a month. */
export interface Bill {
  readonly firestore: number;
  readonly functions: number;
  readonly total: number;
}

/**
 * What an approach costs in a month, without the free tiers and without the data sent, which is not
 * counted. Calls to Firebase Auth and token exchanges cost nothing, and have limits on their rate instead.
 */
export function monthlyBill(costs: CostResult, scenario: Scenario): Bill {
  const { users } = scenario;
  const parts: readonly (readonly [Counts, number])[] = [
    [costs.change, users * scenario.changesPerUserPerMonth],
    [costs.idleHour, users * scenario.hoursConnectedPerUserPerMonth],
    [costs.request, users * scenario.requestsPerUserPerMonth],
  ];
  const inAll = (count: (counts: Counts) => number) =>
    parts.reduce((sum, [counts, times]) => sum + count(counts) * times, 0);
  const reads = inAll(({ documentReads, ruleLookUps }) => documentReads + ruleLookUps);
  const writes = inAll(({ documentWrites }) => documentWrites);
  const invocations = inAll((counts) => counts.invocations);
  const firestore = (reads * PRICES.reads.dollars + writes * PRICES.writes.dollars) / 100_000;
  const functions = invocations * dollarsPerInvocation();
  return { firestore, functions, total: firestore + functions };
}

function dollarsPerInvocation(): number {
  const { seconds, vCpus, memoryGiB } = INVOCATION;
  const time = seconds * (vCpus * PRICES.cpu.dollars + memoryGiB * PRICES.memory.dollars);
  return PRICES.invocations.dollars / 1_000_000 + time;
}

/** What Identity Platform takes in a month when all of them sign in: US dollars, tier by tier. */
export function identityPlatformBill(users: number): number {
  let below = 0;
  let bill = 0;
  for (const { upTo, dollars } of IDENTITY_PLATFORM.tiers) {
    bill += Math.max(0, Math.min(users, upTo) - below) * dollars;
    below = upTo;
  }
  return bill;
}
