import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isJson, type JsonValue } from './json.ts';
import { RESERVED_CLAIMS } from './limits.ts';
import { FIELD } from './name-patterns.ts';
import { DEFAULT_NAMES, type UserFields } from './names.ts';
import { type Problem, showValue } from './problems.ts';

/**
 * Claims beside the role, by their names in the token.
 *
 * @example const values: ClaimValues = { plan: 'pro' };
 */
export type ClaimValues = Readonly<Record<string, JsonValue>>;

/**
 * A claim that follows a field of `users/{uid}`.
 *
 * @example const plan: ClaimSource<'free' | 'pro'> = { from: 'plan', schema: v.picklist(['free', 'pro']) };
 */
export interface ClaimSource<Output = unknown> {
  /** The field of `users/{uid}` that it follows. Users must not be able to write it: `changesAccess()` knows it. */
  readonly from: string;
  /**
   * Checks the field, and may change it: any Standard Schema (valibot, zod, arktype) that answers at once. What it
   * returns goes into the token, so it has to be JSON, and short.
   */
  readonly schema: StandardSchemaV1<unknown, Output>;
  /** Its name in the token, where every character counts. @default its key in the configuration */
  readonly claim?: string;
  /**
   * Whether the last value stays while the field holds one that cannot be read. A field that is missing or null
   * takes the claim away all the same.
   *
   * @default false
   */
  readonly keepLast?: boolean;
}

/**
 * The claims of an app beside the role, by its own names for them.
 *
 * @example const claims: ClaimSources = { plan: { from: 'plan', schema: v.picklist(['free', 'pro']) } };
 */
export type ClaimSources = Readonly<Record<string, ClaimSource>>;

/** The names that live-claims' own claims have. */
const TAKEN = ['role', 'cv', 'rx', 'o', 'ox', 'om'];

/**
 * The claims of a configuration, with the names that they have in the token.
 *
 * @throws {TypeError} with a sentence that names the option and what it may be.
 * @example claimSourcesOf({ plan: { from: 'plan', schema } }, DEFAULT_NAMES.fields).plan.claim // 'plan'
 */
export function claimSourcesOf<Sources extends ClaimSources>(
  sources: Sources,
  fields: UserFields,
): Sources {
  const ours = new Set([...Object.values(DEFAULT_NAMES.fields), ...Object.values(fields)]);
  const taken = new Map<string, string>();
  const checked = Object.entries(sources).map(([key, source]) => {
    const option = `claims.${key}`;
    const { from, schema, claim = key, keepLast = false } = source;
    if (typeof from !== 'string' || !FIELD.test(from) || ours.has(from)) {
      throw new TypeError(
        `${option}.from is ${JSON.stringify(from)}; it must be a field of the users' documents that is none of live-claims' own.`,
      );
    }
    if (typeof schema?.['~standard']?.validate !== 'function') {
      throw new TypeError(
        `${option}.schema must be a Standard Schema, as valibot and zod make them.`,
      );
    }
    if (!FIELD.test(claim) || TAKEN.includes(claim) || RESERVED_CLAIMS.includes(claim)) {
      throw new TypeError(
        `${option}.claim is ${JSON.stringify(claim)}; it must be a letter and at most 63 more letters, digits or underscores, and none of ${TAKEN.join(', ')} or the names that Firebase Auth reserves.`,
      );
    }
    const other = taken.get(claim);
    if (other !== undefined) {
      throw new TypeError(
        `${option}.claim is ${JSON.stringify(claim)}, as is claims.${other}.claim; it must be a name of its own.`,
      );
    }
    taken.set(claim, key);
    return [key, { from, schema, claim, keepLast }];
  });
  return Object.fromEntries(checked);
}

/**
 * The names in the token of these claims.
 *
 * @example claimNamesOf({ plan: { from: 'plan', schema, claim: 'p' } }) // ['p']
 */
export function claimNamesOf(sources: ClaimSources = {}): readonly string[] {
  return Object.entries(sources).map(([key, { claim = key }]) => claim);
}

/**
 * The fields of `users/{uid}` that these claims follow.
 *
 * @example claimFieldsOf({ plan: { from: 'subscription', schema } }) // ['subscription']
 */
export function claimFieldsOf(sources: ClaimSources = {}): readonly string[] {
  return [...new Set(Object.values(sources).map(({ from }) => from))];
}

/**
 * The types of an app's claims beside the role, by its own names for them.
 *
 * @example type Plan = CustomValues<typeof config.claims>['plan']; // 'free' | 'pro' | undefined
 */
export type CustomValues<Sources extends ClaimSources> = {
  readonly [Key in keyof Sources]?: NonNullable<
    StandardSchemaV1.InferOutput<Sources[Key]['schema']>
  >;
};

/**
 * Claims by the app's own names for them; those that are not there are absent.
 *
 * @param claims by their names in the token.
 * @example customIn({ plan: { from: 'plan', schema, claim: 'p' } }, { p: 'pro' }) // { plan: 'pro' }
 */
export function customIn(
  sources: ClaimSources,
  claims: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const found = Object.entries(sources).flatMap(([key, { claim = key }]) => {
    const value = claims[claim] ?? null;
    return value === null ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

/**
 * What a `users/{uid}` document says for these claims, and what is wrong with it: a value that cannot be read has no
 * claim, or with `keepLast` the `previous` one.
 *
 * @param previous the values as they were last applied.
 * @example readClaimSources({ plan: { from: 'plan', schema } }, { plan: 'pro' }, {}).values // { plan: 'pro' }
 */
export function readClaimSources(
  sources: ClaimSources,
  document: Readonly<Record<string, unknown>>,
  previous: ClaimValues,
): { readonly values: ClaimValues; readonly problem: Problem | null } {
  const values: Record<string, JsonValue> = {};
  let problem: Problem | null = null;
  for (const [key, { from, schema, claim = key, keepLast }] of Object.entries(sources)) {
    const stored = document[from] ?? null;
    if (stored === null) continue;
    const read = validate(schema, stored);
    const last = previous[claim];
    if ('value' in read) {
      if (read.value !== null) values[claim] = read.value;
    } else {
      if (keepLast && last !== undefined) values[claim] = last;
      problem ??= {
        code: 'wrong-type',
        message: `The field "${from}" cannot become the claim "${claim}": ${read.issue}`,
        field: from,
        value: showValue(stored),
      };
    }
  }
  return { values, problem };
}

function validate(
  schema: StandardSchemaV1,
  stored: unknown,
): { readonly value: JsonValue } | { readonly issue: string } {
  let result: ReturnType<StandardSchemaV1['~standard']['validate']>;
  try {
    result = schema['~standard'].validate(stored);
  } catch (error) {
    return {
      issue: sentence(`its schema failed: ${error instanceof Error ? error.message : error}`),
    };
  }
  if (result instanceof Promise) return { issue: 'its schema must answer at once.' };
  if (result.issues)
    return { issue: sentence(result.issues[0]?.message ?? 'its schema refuses it') };
  const { value = null } = result;
  return isJson(value)
    ? { value }
    : { issue: `what its schema makes of it is not JSON: ${showValue(value)}.` };
}

/** The text, cut where it is long, with a full stop at its end. */
function sentence(text: string): string {
  const short = text.length > 200 ? `${text.slice(0, 199)}…` : text;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
