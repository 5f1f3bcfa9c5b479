import type { LiveClaimsConfig } from '../../core/index.ts';
import { AdminError } from '../admin-error.ts';
import type { AdoptSource } from './adopt-accounts.ts';
import { type AdoptRule, readRules } from './rules.ts';

/** What is brought over from where. */
export interface AdoptPlan {
  readonly source: AdoptSource;
  readonly rules: readonly AdoptRule[];
  readonly overwrite: boolean;
  /** The same as its job stores it, so that a resumed one goes on alike. */
  readonly stored: StoredPlan;
}

interface StoredPlan {
  readonly from: string;
  readonly rules: readonly string[];
  readonly overwrite: boolean;
}

/** What `adopt` is asked for. */
export interface AdoptRequest {
  readonly command: 'adopt';
  readonly order:
    | { readonly order: 'look' | 'start'; readonly plan: AdoptPlan }
    | { readonly order: 'resume' | 'stop'; readonly jobId: string };
  readonly perSecond: number | null;
  /** File for a line on each account that needs a look. */
  readonly list: string | null;
  readonly yes: boolean;
  readonly project: string | null;
  readonly json: boolean;
}

/** The options as they were typed. */
export interface AdoptOptionsTyped {
  readonly from?: string;
  readonly map: readonly string[];
  readonly mapFile?: string;
  readonly overwrite: boolean;
  readonly dryRun: boolean;
  readonly resume?: string;
  readonly stop?: string;
}

/** @throws {AdminError} `usage`. */
export function orderOf(
  config: Pick<LiveClaimsConfig, 'roles'>,
  { from, map, mapFile, overwrite, dryRun, resume, stop }: AdoptOptionsTyped,
): AdoptRequest['order'] {
  const jobId = resume ?? stop;
  if (jobId !== undefined) {
    if (from === undefined && map.length === 0 && mapFile === undefined && !overwrite && !dryRun) {
      return { order: resume === undefined ? 'stop' : 'resume', jobId };
    }
    throw new AdminError('usage', 'A job has its source and its mapping already.', {
      next: 'Name either a job to resume or stop, or what to adopt.',
    });
  }
  if (from === undefined) {
    throw new AdminError('usage', 'adopt needs --from: where the roles are now.', {
      next: '`--from claims`, or the name of a collection whose documents have account ids, such as `--from users`.',
    });
  }
  const source = parseSource(from);
  const rules = readRules(config.roles, { maps: map, file: mapFile ?? null });
  const stored = { from, rules: rules.map(({ text }) => text), overwrite };
  return { order: dryRun ? 'look' : 'start', plan: { source, rules, overwrite, stored } };
}

/** The plan that a job stores; null for what is none. */
export function planOf(
  config: Pick<LiveClaimsConfig, 'roles'>,
  stored: StoredPlan | undefined,
): AdoptPlan | null {
  if (stored === undefined) return null;
  const { from, rules, overwrite } = stored;
  return {
    source: parseSource(from),
    rules: readRules(config.roles, { maps: rules, file: null }),
    overwrite,
    stored,
  };
}

/** `claims`, `members`, or `user_claims/claims`: a collection, and the field in its documents that holds the values. */
function parseSource(from: string): AdoptSource {
  if (from === 'claims') return { kind: 'claims' };
  const [collection = '', field = null, ...more] = from.split('/');
  if (collection !== '' && field !== '' && more.length === 0) {
    return { kind: 'documents', collection, field };
  }
  throw new AdminError('usage', `"${from}" is no place to adopt roles from.`, {
    next: 'Write claims, a collection, or a collection and a field of its documents, such as user_claims/claims.',
  });
}
