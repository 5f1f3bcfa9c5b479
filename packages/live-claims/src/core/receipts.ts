import { isVersion } from './heard-marker.ts';
import type { Milliseconds } from './time.ts';
import { type ClaimsVersion, isTimestamp } from './timestamp.ts';

/**
 * The default of `collections.clients`, by itself for the browser, in which all names would weigh.
 *
 * @example collection(firestore, DEFAULT_MARKERS, uid, DEFAULT_CLIENTS)
 */
export const DEFAULT_CLIENTS = 'clients';

/**
 * The most sessions of one person that are recorded: their documents are `0` to `19`, and the security rules know no
 * other. Of more browsers than that the one that was seen the longest ago, and at least a day ago, gives up its place.
 *
 * @example const places = Array.from({ length: MAX_SESSIONS }, (_, place) => String(place));
 */
export const MAX_SESSIONS = 20;

/**
 * The longest name of a device, in characters.
 *
 * @example const device = navigator.platform.slice(0, MAX_DEVICE_LENGTH);
 */
export const MAX_DEVICE_LENGTH = 64;

/**
 * How long a receipt is kept after the session was last seen, in milliseconds: 30 days. Firestore deletes it by a
 * TTL policy on `expiresAt`.
 *
 * @example const expiresAt = Timestamp.fromMillis(Date.now() + RECEIPT_LIFETIME_MS);
 */
export const RECEIPT_LIFETIME_MS: Milliseconds = 30 * 86_400_000;

/**
 * `userClaims/{uid}/clients/{place}`: what one browser of a person has taken, in its own words. The rules bind it to the
 * marker of that moment and to the token that it was written with; it shows how changes arrive, and proves nothing
 * against a client that lies about itself.
 *
 * @example const isOpen = ({ signedOut }: Receipt) => !signedOut;
 */
export interface Receipt {
  /** The document's id, `0` to `19`. */
  readonly place: string;
  /** Which browser on what, such as “Firefox on Windows”; empty where it is unknown. */
  readonly device: string;
  /** Version of the marker that the session has taken: it has a token of it, or has signed out because of it. */
  readonly version: ClaimsVersion;
  /**
   * When the marker of that version was written, by the server's clock, in milliseconds since the Unix epoch; null where the
   * session was opened later, so that how long it took says nothing.
   */
  readonly claimsUpdatedAt: Milliseconds | null;
  /** When the server got the receipt of that version, likewise: the session has had the change by then. */
  readonly takenAt: Milliseconds;
  /** When the server last heard of the session, likewise: with a change, a start of the page or a return to it, at most hourly. */
  readonly lastSeenAt: Milliseconds;
  /** Whether the session said that it signs out. One whose browser was closed did not. */
  readonly signedOut: boolean;
}

/**
 * The receipt in unknown data; null when it cannot be read as one.
 *
 * @example const receipts = docs.flatMap((doc) => parseReceipt(doc.id, doc.data()) ?? []);
 */
export function parseReceipt(place: string, data: unknown): Receipt | null {
  const fields = (data ?? {}) as Readonly<Record<string, unknown>>;
  const takenAt = timeIn(fields.takenAt);
  const lastSeenAt = timeIn(fields.lastSeenAt);
  const { device, version, signedOut } = fields;
  if (!isVersion(version) || takenAt === null || lastSeenAt === null) return null;
  return {
    place,
    device: typeof device === 'string' ? device : '',
    version,
    claimsUpdatedAt: timeIn(fields.claimsUpdatedAt),
    takenAt,
    lastSeenAt,
    signedOut: signedOut === true,
  };
}

const timeIn = (value: unknown): Milliseconds | null =>
  isTimestamp(value) ? value.seconds * 1000 + Math.floor(value.nanoseconds / 1e6) : null;

/** A session that was not heard of for a day is left out of the count: its browser may be closed for good. */
const UNSEEN_MS: Milliseconds = 86_400_000;

/**
 * How far a change has got, as far as receipts say it.
 *
 * @example const isEverywhere = ({ taken, waiting }: Delivery) => taken.length > 0 && waiting.length === 0;
 */
export interface Delivery {
  /** The sessions that have it: those signed in, and those that signed out because of it. */
  readonly taken: readonly Receipt[];
  /** Those that do not have it and were seen within a day. Whether they are open is not known. */
  readonly waiting: readonly Receipt[];
  /** Those that do not have it and were seen longer ago, the last of them first. */
  readonly unseen: readonly Receipt[];
  /** Those that have signed out otherwise: there is nothing for them to take. */
  readonly signedOut: readonly Receipt[];
  /**
   * The longest time between the marker and the server's receipt, in milliseconds, of those that were open when it came; null
   * for none. It includes the way back, so that the sessions had it earlier.
   */
  readonly slowestMs: Milliseconds | null;
}

/**
 * How far the change of this version has got.
 *
 * @param now in milliseconds since the Unix epoch.
 * @example deliveryOf(receipts, marker.version, Date.now()).slowestMs
 */
export function deliveryOf(
  receipts: readonly Receipt[],
  version: ClaimsVersion,
  now: Milliseconds,
): Delivery {
  const kinds = { taken: [], waiting: [], unseen: [], signedOut: [] } as {
    [Kind in DeliveryKind]: Receipt[];
  };
  for (const receipt of receipts) kinds[kindOf(receipt, version, now)].push(receipt);
  kinds.unseen.sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  const times = kinds.taken.flatMap(({ takenAt, claimsUpdatedAt }) =>
    claimsUpdatedAt === null ? [] : [Math.max(0, takenAt - claimsUpdatedAt)],
  );
  return { ...kinds, slowestMs: times.length === 0 ? null : Math.max(...times) };
}

type DeliveryKind = 'taken' | 'waiting' | 'unseen' | 'signedOut';

function kindOf(
  { version: has, takenAt, lastSeenAt, signedOut }: Receipt,
  version: ClaimsVersion,
  now: Milliseconds,
): DeliveryKind {
  // What a session says last with the version itself is that it signs out because of it.
  if (signedOut) return has === version && takenAt === lastSeenAt ? 'taken' : 'signedOut';
  if (has === version) return 'taken';
  return lastSeenAt + UNSEEN_MS > now ? 'waiting' : 'unseen';
}

/**
 * A delivery in a sentence without a full stop, such as “2 of 2 sessions have it, slowest 212 ms; 1 not seen since Tuesday”.
 *
 * @param showTime how a time is written, given in milliseconds since the Unix epoch.
 * @example describeDelivery(deliveryOf(receipts, marker.version, Date.now()), (at) => new Date(at).toLocaleString())
 */
export function describeDelivery(
  { taken, waiting, unseen, signedOut, slowestMs }: Delivery,
  showTime: (at: Milliseconds) => string,
): string {
  const counted = taken.length + waiting.length;
  const lastWaiting = Math.max(...waiting.map(({ lastSeenAt }) => lastSeenAt));
  const slowest = slowestMs === null ? '' : `, slowest ${showSpan(slowestMs)}`;
  const parts = [
    counted > 0 && `${taken.length} of ${counted} sessions have it${slowest}`,
    waiting.length > 0 && `${waiting.length} not yet, last seen ${showTime(lastWaiting)}`,
    unseen[0] && `${unseen.length} not seen since ${showTime(unseen[0].lastSeenAt)}`,
    counted + unseen.length === 0 &&
      (signedOut.length === 0
        ? 'No session is recorded'
        : `No recorded session is signed in: ${signedOut.length} signed out`),
  ];
  return parts.filter((part) => typeof part === 'string').join('; ');
}

const UNITS = [
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['days', 86_400_000],
] as const;

/**
 * A span of time in its largest unit, cut to a tenth below ten.
 *
 * @example showSpan(212) // '212 ms'
 * @example showSpan(3_420) // '3.4 s'
 */
export function showSpan(span: Milliseconds): string {
  const [unit, length] = UNITS.findLast((each) => span >= each[1]) ?? (['ms', 1] as const);
  const count = Math.floor((span / length) * 10) / 10;
  return `${count < 10 && unit !== 'ms' ? count : Math.floor(count)} ${unit}`;
}
