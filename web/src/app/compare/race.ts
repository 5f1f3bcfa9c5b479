/** Who takes part: three that can notice within a race, in the order in which they are shown. */
export const LANES = ['listener', 'polling', 'refreshing'] as const;
export type Lane = (typeof LANES)[number];

/** What a lane has noticed: at which time of `performance.now()`, or not yet. */
type Noticed = Readonly<Record<Lane, number | null>>;

/**
 * - `idle`: nothing runs.
 * - `watching`: the lanes run, and nothing has changed that anybody knows of.
 * - `racing`: the role has changed.
 * - `over`: every lane has noticed, or the time is up.
 */
export type RacePhase = 'idle' | 'watching' | 'racing' | 'over';

export interface Race {
  readonly phase: RacePhase;
  /**
   * When the role changed, on the clock of `performance.now()`: a guess until a lane has heard from the
   * server when it was; null before.
   */
  readonly changedAt: number | null;
  readonly noticed: Noticed;
  /** When the token that was held at the start runs out, in milliseconds since the Unix epoch. */
  readonly expiresAt: number | null;
}

export type RaceEvent =
  | { readonly type: 'started'; readonly expiresAt: number }
  | { readonly type: 'changed'; readonly at: number }
  | { readonly type: 'noticed'; readonly lane: Lane; readonly at: number }
  | { readonly type: 'time-up' }
  | { readonly type: 'stopped' };

const NOBODY: Noticed = { listener: null, polling: null, refreshing: null };
export const NO_RACE: Race = { phase: 'idle', changedAt: null, noticed: NOBODY, expiresAt: null };

export function followRace(race: Race, event: RaceEvent): Race {
  switch (event.type) {
    case 'started':
      return { ...NO_RACE, phase: 'watching', expiresAt: event.expiresAt };
    case 'changed':
      return isRunning(race) ? { ...race, phase: 'racing', changedAt: event.at } : race;
    case 'noticed':
      return isRunning(race) ? withNotice(race, event.lane, event.at) : race;
    case 'time-up':
      return race.phase === 'racing' ? { ...race, phase: 'over' } : NO_RACE;
    case 'stopped':
      return NO_RACE;
  }
}

export function isRunning({ phase }: Race): boolean {
  return phase === 'watching' || phase === 'racing';
}

function withNotice(race: Race, lane: Lane, at: number): Race {
  if (race.noticed[lane] !== null) return race;
  const noticed = { ...race.noticed, [lane]: at };
  const all = LANES.every((each) => noticed[each] !== null);
  return {
    ...race,
    noticed,
    phase: all ? 'over' : 'racing',
  };
}

/** Milliseconds from the change until the lane noticed; null when it has not. Never less than 0. */
export function noticedAfter({ changedAt, noticed }: Race, lane: Lane): number | null {
  const at = noticed[lane];
  return at === null || changedAt === null ? null : Math.max(0, at - changedAt);
}
