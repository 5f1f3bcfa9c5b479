import * as v from 'valibot';
import type { AccessSettings } from './access-settings.ts';
import { type Marker, parseMarker } from './marker.ts';
import { type TimestampLike, timestampAt } from './timestamp.ts';
import { seconds } from './timestamp-schema.ts';

/**
 * Path of the HTTP endpoint that a client polls while its listener cannot run.
 *
 * @example await fetch(ME_PATH, { headers: { authorization: `Bearer ${token}` } });
 */
export const ME_PATH = '/api/users/me';

/**
 * The answer of `GET /api/users/me`: what a client would learn by listening.
 *
 * @example v.safeParse(meSchema, await answer.json()).success
 */
export const meSchema = v.object({
  uid: v.string(),
  /** Null when there is none that can be read. */
  marker: v.nullable(
    v.pipe(
      v.unknown(),
      v.transform((data) => parseMarker(revived(data))),
      v.check((marker) => marker !== null, 'must be a marker'),
      v.transform((marker) => marker as Marker),
    ),
  ),
  settings: v.object({
    lockdown: v.boolean(),
    /** Whole seconds since the Unix epoch; null for none. */
    minimumAuthTime: v.nullable(v.pipe(seconds, v.safeInteger())),
  }),
});
/**
 * The answer of `GET /api/users/me`.
 *
 * @example const isStale = (me: Me, token: Access) => token.version < (me.marker?.version ?? 0);
 */
export type Me = v.InferOutput<typeof meSchema>;

/**
 * The answer in unknown data; null when it cannot be read as one.
 *
 * @example parseMe(await answer.json())?.marker?.role
 */
export function parseMe(data: unknown): Me | null {
  const result = v.safeParse(meSchema, data);
  return result.success ? result.output : null;
}

/**
 * The answer of `GET /api/users/me`, ready for JSON. It does not depend on the ID token.
 *
 * @example response.json(describeMe(uid, { marker, settings }));
 */
export function describeMe(
  uid: string,
  { marker, settings }: { readonly marker: Marker | null; readonly settings: AccessSettings },
): Me {
  return {
    uid,
    marker: marker && {
      ...marker,
      claimsUpdatedAt: plain(marker.claimsUpdatedAt),
      sessionsRevokedAt: marker.sessionsRevokedAt && plain(marker.sessionsRevokedAt),
    },
    settings: { ...settings },
  };
}

/** The marker with its timestamps, which JSON has turned into plain objects. */
function revived(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const { claimsUpdatedAt, sessionsRevokedAt } = data as Record<string, unknown>;
  return {
    ...data,
    claimsUpdatedAt: moment(claimsUpdatedAt),
    sessionsRevokedAt: moment(sessionsRevokedAt),
  };
}

function moment(value: unknown): unknown {
  const { seconds, nanoseconds } = (value ?? {}) as Partial<TimestampLike>;
  return seconds === undefined ? value : timestampAt(seconds, nanoseconds);
}

/** The SDKs' own timestamps have other field names in JSON. */
function plain({ seconds, nanoseconds }: TimestampLike): TimestampLike {
  return { seconds, nanoseconds };
}
