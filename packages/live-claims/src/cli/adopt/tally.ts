import { figure } from '../progress.ts';
import type { Paint } from '../terminal.ts';
import type { AdoptedPage } from './adopt-accounts.ts';

/** What an adoption came to. */
export interface Summary {
  readonly seen: number;
  readonly changed: number;
  /** Accounts that are left as they are and need a look. */
  readonly skipped: number;
  /** Of those that this run came to: how many have or get each role. */
  readonly roles: Readonly<Record<string, number>>;
  /** The same problem of many accounts, the most frequent first; not all where there are many. */
  readonly problems: readonly Problem[];
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly count: number;
  /** The first accounts that have it. */
  readonly accounts: readonly string[];
}

/** Different problems that are kept: the memory stays flat, however many accounts there are. */
const KEPT = 1000;

/** Problems that are shown, and accounts for each. */
const SHOWN = 20;
const ACCOUNTS = 5;

/** Counts what an adoption comes to, page by page. */
export class Tally {
  private seen: number;
  private changed: number;
  private skipped: number;
  private readonly total: number;
  private readonly roles = new Map<string, number>();
  private readonly problems = new Map<
    string,
    { code: string; count: number; accounts: string[] }
  >();

  /** @param before what an earlier run of the same adoption came to. */
  constructor(
    total: number,
    before: {
      readonly seen: number;
      readonly changed: number;
      readonly skipped: number;
    } | null = null,
  ) {
    this.total = total;
    this.seen = before?.seen ?? 0;
    this.changed = before?.changed ?? 0;
    this.skipped = before?.skipped ?? 0;
  }

  get counts() {
    const { seen, changed, skipped, total } = this;
    return { seen, changed, skipped, total };
  }

  add({ seen, findings }: Pick<AdoptedPage, 'seen' | 'findings'>): void {
    this.seen += seen;
    for (const { uid, email, role, changed, skipped } of findings) {
      if (changed) this.changed += 1;
      if (role !== null) this.roles.set(role, (this.roles.get(role) ?? 0) + 1);
      if (skipped === null) continue;
      this.skipped += 1;
      const known = this.problems.get(skipped.message);
      if (known === undefined && this.problems.size >= KEPT) continue;
      const { code, count, accounts } = known ?? { code: skipped.code, count: 0, accounts: [] };
      if (accounts.length < ACCOUNTS) accounts.push(email ?? uid);
      this.problems.set(skipped.message, { code, count: count + 1, accounts });
    }
  }

  summary(): Summary {
    const { seen, changed, skipped } = this;
    const problems = [...this.problems]
      .map(([message, problem]) => ({ message, ...problem }))
      .sort((a, b) => b.count - a.count);
    return { seen, changed, skipped, roles: Object.fromEntries(this.roles), problems };
  }
}

/** The summary in lines: counts, roles, and each problem with the first accounts that have it. */
export function summaryLines(
  { seen, changed, skipped, roles, problems }: Summary,
  { dryRun, hasList }: { readonly dryRun: boolean; readonly hasList: boolean },
  paint: Paint,
): readonly string[] {
  const counts = Object.entries(roles);
  const width = Math.max(0, ...[...counts.map(([, count]) => count), skipped].map(widthOf));
  const shown = problems.slice(0, SHOWN);
  const rest = skipped - shown.reduce((sum, { count }) => sum + count, 0);
  const arrow = paint('cyan', '→');
  return [
    `  ${figure(seen)} ${seen === 1 ? 'account' : 'accounts'} checked, ${figure(changed)} ${dryRun ? 'to change' : 'changed'}${skipped > 0 ? `, ${figure(skipped)} left as they are` : ''}.`,
    ...(counts.length === 0
      ? []
      : ['', `  ${paint('bold', dryRun ? 'Roles, once adopted' : 'Roles')}`]),
    ...counts.map(([role, count]) => `    ${figure(count).padStart(width)}  ${role}`),
    ...(shown.length === 0 ? [] : ['', `  ${paint('bold', 'To look at')}`]),
    ...shown.flatMap(({ code, message, count, accounts }) => [
      `    ${paint('red', figure(count).padStart(width))}  ${paint('dim', code)}  ${message}`,
      `    ${''.padStart(width)}  ${accounts.join(', ')}${count > accounts.length ? ', …' : ''}`,
    ]),
    ...(rest > 0 ? [`    ${figure(rest).padStart(width)}  with other problems`] : []),
    ...(skipped > 0 && !hasList
      ? [`    ${arrow} \`--list <file>\` writes every one, a line each.`]
      : []),
    ...(dryRun && skipped === 0 ? [`  ${arrow} Run it without --dry-run.`] : []),
    ...(dryRun && skipped > 0
      ? [
          `    ${arrow} Add a --map for what should count, field=value:- for what should not, or leave them.`,
        ]
      : []),
  ];
}

const widthOf = (count: number) => figure(count).length;
