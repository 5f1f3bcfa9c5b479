import type { AuditType } from './audit.ts';
import type { Milliseconds } from './time.ts';

/**
 * Which entries of the audit log are looked for; what is absent does not matter.
 *
 * @example const filter: AuditFilter = { actor: 'ada', types: ['session-revoked'], from: Date.now() - 86_400_000 };
 */
export interface AuditFilter {
  /** The account whose access changed. @default any */
  readonly uid?: string | undefined;
  /** Account id of the author. @default any */
  readonly actor?: string | undefined;
  /** What happened; up to 30, Firestore's limit of `in`. @default anything */
  readonly types?: readonly AuditType[] | undefined;
  /**
   * The job that the changes are part of; null for what is part of none, where each job is the one line
   * `job-started`. Entries from before there was this field are found only without it. @default any
   */
  readonly job?: string | null | undefined;
  /** In milliseconds since the Unix epoch, and this moment. @default the first entry */
  readonly from?: Milliseconds | undefined;
  /** In milliseconds since the Unix epoch, without this moment. @default now */
  readonly to?: Milliseconds | undefined;
}

/**
 * A condition of a query, as Firestore's `where` takes it in every SDK.
 *
 * @example const condition: AuditCondition = { field: 'uid', is: '==', value: 'ada' };
 */
export interface AuditCondition {
  readonly field: 'uid' | 'actor.uid' | 'type' | 'job' | 'at';
  readonly is: '==' | 'in' | '>=' | '<';
  readonly value: unknown;
}

/**
 * The conditions of a query for such entries, which is ordered by `at`, the latest first, and read a page at a time
 * from behind the last entry of the page before. The indexes are among those that `live-claims init` adds.
 *
 * @param timestampOf a time as the SDK takes it, of milliseconds since the Unix epoch.
 * @example
 * const conditions = auditConditions(filter, Timestamp.fromMillis).map(({ field, is, value }) => where(field, is, value));
 * const page = query(collection(db, 'auditLog'), ...conditions, orderBy('at', 'desc'), startAfter(last), limit(50));
 */
export function auditConditions(
  { uid, actor, types, job, from, to }: AuditFilter,
  timestampOf: (time: Milliseconds) => unknown,
): readonly AuditCondition[] {
  return [
    ...(uid === undefined ? [] : [{ field: 'uid', is: '==', value: uid } as const]),
    ...(actor === undefined ? [] : [{ field: 'actor.uid', is: '==', value: actor } as const]),
    ...(types === undefined ? [] : [{ field: 'type', is: 'in', value: types } as const]),
    ...(job === undefined ? [] : [{ field: 'job', is: '==', value: job } as const]),
    ...(from === undefined ? [] : [{ field: 'at', is: '>=', value: timestampOf(from) } as const]),
    ...(to === undefined ? [] : [{ field: 'at', is: '<', value: timestampOf(to) } as const]),
  ];
}
