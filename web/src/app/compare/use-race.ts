import type { Unsubscribe } from 'live-claims/web';
import { useEffect, useReducer, useRef } from 'react';
import { followRace, NO_RACE, type Race } from './race.ts';
import { type RaceSession, startLanes } from './race-session.ts';

/**
 * How long lanes wait for a change, and for the last one to notice, in milliseconds. Firebase Auth
 * refuses an account that refreshes its token some 120 times in a row; this makes 48 of them.
 */
const LONGEST_WATCH_MS = 180_000;
const LONGEST_RACE_MS = 60_000;

export interface RaceControl {
  readonly race: Race;
  /**
   * Starts the lanes, and makes the change when there is one to make; else somebody else has to.
   * Comes back when the change is made.
   *
   * @throws what the change throws; the race is over then.
   */
  start(change?: () => Promise<void>): Promise<void>;
  stop(): void;
}

/** A race on the session, which has to stay the same. The lanes stop when the component goes. */
export function useRace(session: RaceSession): RaceControl {
  const [race, tell] = useReducer(followRace, NO_RACE);
  const stopLanes = useRef<Unsubscribe>(() => undefined);
  const { phase } = race;

  useEffect(() => {
    return () => {
      stopLanes.current();
      tell({ type: 'stopped' });
    };
  }, []);

  useEffect(() => {
    if (phase !== 'watching' && phase !== 'racing') {
      stopLanes.current();
      return;
    }
    const longest = phase === 'watching' ? LONGEST_WATCH_MS : LONGEST_RACE_MS;
    const timer = setTimeout(() => tell({ type: 'time-up' }), longest);
    return () => clearTimeout(timer);
  }, [phase]);

  async function start(change?: () => Promise<void>): Promise<void> {
    const token = await session.auth.currentUser?.getIdTokenResult();
    if (token === undefined) return;
    stopLanes.current();
    tell({ type: 'started', expiresAt: Date.parse(token.expirationTime) });
    stopLanes.current = startLanes(session, ({ lane, at, committedAt }) => {
      tell({ type: 'changed', at: committedAt });
      tell({ type: 'noticed', lane, at });
    });
    if (change === undefined) return;
    tell({ type: 'changed', at: performance.now() });
    try {
      await change();
    } catch (error) {
      tell({ type: 'stopped' });
      throw error;
    }
  }

  return { race, start, stop: () => tell({ type: 'stopped' }) };
}
