import type { StrategyFacts } from './strategies/strategy.ts';

/** Milliseconds of one thing that was measured many times. */
export interface Timing {
  /** How often it was measured; failures are not among them. */
  readonly count: number;
  /** How often it failed or timed out. */
  readonly failures: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Bootstrap 95 % intervals. */
  readonly p50Interval: readonly [low: number, high: number];
  readonly p95Interval: readonly [low: number, high: number];
}

/** How soon an edit takes effect with one strategy, from its commit on. */
export interface EffectResult {
  readonly strategy: string;
  /** Null where the strategy has no such step. */
  readonly claims: Timing | null;
  readonly marker: Timing | null;
  readonly token: Timing | null;
  /** Grant: the first read that the new role allows. */
  readonly firstRead: Timing;
  /** Revoke: the last stale read of a client that cooperates. */
  readonly lastStaleRead: Timing;
  /** Revoke: the last stale read of a client that keeps what it has. */
  readonly lastStaleReadRefusing: Timing | Computed;
}

/** What is too long to wait for, and follows from a setting. */
export interface Computed {
  readonly computedMs: number;
  readonly because: string;
}

/** What was counted at the emulators, for one of whatever was counted. */
export interface Counts {
  readonly documentReads: number;
  readonly documentWrites: number;
  /** Documents that rules looked up: billed as reads. */
  readonly ruleLookUps: number;
  readonly invocations: number;
  /** Calls that change or look up an account. */
  readonly accountCalls: number;
  readonly tokenExchanges: number;
}

export interface CostResult {
  readonly strategy: string;
  /** For one effective edit, with one client connected. */
  readonly change: Counts;
  /** For one client that is connected for an hour in which nothing changes. */
  readonly idleHour: Counts;
  /** For one request that is checked: the check alone, without what was asked for. */
  readonly request: Counts;
}

/** How long one check of a request takes, by where and what it consults. */
export interface CheckResult {
  readonly where: 'rules' | 'guard';
  readonly check: string;
  readonly timing: Timing;
}

/** All roles change while every client is connected. */
export interface LoadTest {
  readonly name: string;
  readonly clients: number;
  /** Milliseconds from the first change until this share of the clients holds the new token. */
  readonly reached: Readonly<Record<'50' | '95' | '100', number | null>>;
  /** `[milliseconds, clients that hold the new token]`, rising. */
  readonly curve: readonly (readonly [number, number])[];
  readonly failures: number;
  /** From the moment at which a client's own change was due to its new token; absent where all change as one. */
  readonly each?: Timing;
  readonly note: string;
}

/** What changes of memberships take, beside a change of a role in the same app and run. */
export interface OrgResults {
  /** By the ids in `names`; the change of a role is among them. */
  readonly effect: readonly EffectResult[];
  readonly names: Readonly<Record<string, string>>;
  /** Everybody's access changes at once; times until the claims are right, for each person. */
  readonly atOnce: readonly LoadTest[];
  /** For one change, with one client connected. */
  readonly costs: readonly CountedChange[];
  /** The same by the number of members of the organisation. */
  readonly slope: readonly (CountedChange & { readonly members: number })[];
  /** The same of one person in many organisations. */
  readonly many: readonly CountedChange[];
  readonly figures: readonly Figure[];
}

/** One view of the directory, opened by a browser that has read nothing yet. */
export interface DirectoryView {
  readonly people: number;
  readonly view: string;
  /** Documents read, and queries that count: one each, as they count to 1,000 at most. */
  readonly reads: number;
  /** From asking for it until it is shown, on a connection that is there. */
  readonly timing: Timing;
}

/** What one way of changing somebody's access takes. */
export interface CountedChange {
  readonly what: string;
  readonly change: Counts;
  /** From sending the change until the client holds it, behind the proxies that count. */
  readonly timing: Timing;
}

/** A figure that is neither a timing nor a load test: a size, a start, a slope. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Its budget; null for none. */
  readonly aim: number | null;
  readonly note: string;
}

/** The parts of a run, in the order in which they are measured. */
export const PART_NAMES = [
  'effect',
  'costs',
  'load',
  'size',
  'start-up',
  'orgs',
  'directory',
] as const;
export type PartName = (typeof PART_NAMES)[number];

/** When a part was measured, and how busy the machine was. */
export interface PartRun {
  /** When it began, ISO 8601. */
  readonly at: string;
  /** Processes that wanted to run during the minute before it, and during its last one. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** What a run left out. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
  /** Whether it should have been measured: a fault, for which `npm run bench` exits with 1. @default false */
  readonly isFault?: boolean;
  /** The part that it belongs to. */
  readonly part?: PartName;
}

/** All that `npm run bench` found out, as `lab/results/lab.json` holds it. */
export interface LabResults {
  readonly command: string;
  readonly quick: boolean;
  /** Each by itself, since one can be measured anew without the others. */
  readonly parts: { readonly [Name in PartName]?: PartRun };
  readonly machine: { readonly cores: number; readonly memoryGiB: number };
  readonly versions: Readonly<Record<string, string>>;
  /** What the ids in the results stand for, in the order in which they are told. */
  readonly strategies: readonly StrategyFacts[];
  /** What an edit takes at least: the bare steps, one after the other, without any care. */
  readonly baseline: {
    readonly steps: Readonly<Record<string, Timing>>;
    readonly trigger: Timing;
    readonly callable: Timing;
  };
  readonly effect: readonly EffectResult[];
  readonly checks: readonly CheckResult[];
  readonly costs: readonly CostResult[];
  readonly loadTests: readonly LoadTest[];
  /** Cost of a change by the number of accounts. */
  readonly slope: readonly {
    readonly accounts: number;
    readonly change: Counts;
    readonly timing: Timing;
  }[];
  /** Null when that has not been measured. */
  readonly orgs: OrgResults | null;
  /** By the number of people, rising. */
  readonly directory: readonly DirectoryView[];
  readonly figures: readonly (Figure & { readonly part?: PartName })[];
  /** What could not be measured here, and why. */
  readonly skipped: readonly Skipped[];
}
