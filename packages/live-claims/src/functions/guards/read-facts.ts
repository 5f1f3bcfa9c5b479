import {
  ACCESS_SETTINGS_PATH,
  type AccessSettings,
  markerPath,
  parseMarker,
  readAccessSettings,
  userPath,
} from '../../core/index.ts';
import type { AccessFacts, MarkerFacts, Strength } from './check-access.ts';
import type { Clock } from './clock.ts';
import { keepFresh } from './keep-fresh.ts';

/** Fields of a document; null when there is none. */
export type Fields = Readonly<Record<string, unknown>> | null;

/** Reads these documents as they are at one moment, in one round trip, in the order of the paths. */
export type ReadDocuments = (paths: readonly string[]) => Promise<readonly Fields[]>;

/**
 * How old the switches may be for a check of the token alone, in milliseconds before it began. A
 * lockdown is felt there this late at most; the other strengths read the switches each time.
 */
export const SETTINGS_MAX_AGE_MS = 5000;

/** Reads what a check needs to know. */
export interface FactsReader {
  /**
   * One round trip; none at strength `token`, where the switches come from memory for
   * `SETTINGS_MAX_AGE_MS`. In a lockdown one more, for whether the caller is of the top role, unless
   * `users/{uid}` was read anyway.
   */
  read(uid: string, strength: Strength): Promise<AccessFacts>;
  /** The marker by itself; null when there is none that can be read. */
  readMarker(uid: string): Promise<MarkerFacts | null>;
}

export function createFactsReader(readDocuments: ReadDocuments, clock: Clock): FactsReader {
  const readOne = async (path: string): Promise<Fields> => (await readDocuments([path]))[0] ?? null;
  const settingsIn = (fields: Fields | undefined): AccessSettings =>
    readAccessSettings(fields, clock.wall());
  const recentSettings = keepFresh(() => readOne(ACCESS_SETTINGS_PATH), SETTINGS_MAX_AGE_MS, clock);

  const readFor: Record<Strength, (uid: string) => Promise<AccessFacts>> = {
    async token() {
      return { settings: settingsIn(await recentSettings()) };
    },
    async current(uid) {
      const [settings, marker] = await readDocuments([ACCESS_SETTINGS_PATH, markerPath(uid)]);
      return { settings: settingsIn(settings), marker: markerIn(marker) };
    },
    async now(uid) {
      const [settings, user] = await readDocuments([ACCESS_SETTINGS_PATH, userPath(uid)]);
      return { settings: settingsIn(settings), user: user ?? null };
    },
  };

  return {
    async read(uid, strength) {
      const facts = await readFor[strength](uid);
      const known = !facts.settings.lockdown || facts.user !== undefined;
      return known ? facts : { ...facts, user: await readOne(userPath(uid)) };
    },
    async readMarker(uid) {
      return markerIn(await readOne(markerPath(uid)));
    },
  };
}

/** As `parseMarker` reads it, but for an end that is not there: not the same as one that is null. */
function markerIn(fields: Fields | undefined): MarkerFacts | null {
  const marker = parseMarker(fields);
  if (marker === null || fields?.expiresAt !== undefined) return marker;
  return { ...marker, expiresAt: undefined };
}
