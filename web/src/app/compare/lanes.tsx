import { useEffect, useReducer } from 'react';
import { span } from '../moments.ts';
import { useTimeLeft } from '../use-time-left.ts';
import classes from './compare.module.css';
import { isRunning, LANES, type Lane, noticedAfter, type Race } from './race.ts';
import { EVERY_MS } from './race-session.ts';

const WORDS: Readonly<Record<Lane, { readonly name: string; readonly how: string }>> = {
  listener: { name: 'live-claims', how: 'is told by its listener, then fetches a new token' },
  polling: { name: 'Asking', how: `GET /api/users/me every ${EVERY_MS / 1_000} s` },
  refreshing: { name: 'Refreshing', how: `a new token every ${EVERY_MS / 1_000} s, needed or not` },
};

/** How often the running times are shown anew, in milliseconds. */
const TICK_MS = 100;

/** Who has noticed the change, and when; each lane's bar is as long as it took. */
export function Lanes({ race }: { race: Race }) {
  const now = useTicks(race.phase === 'racing');
  const elapsed = race.changedAt === null ? 0 : Math.max(0, now - race.changedAt);
  const longest = Math.max(
    EVERY_MS,
    elapsed,
    ...LANES.map((lane) => noticedAfter(race, lane) ?? 0),
  );
  return (
    <>
      <ul className={classes.lanes} aria-label="Lanes">
        {LANES.map((lane) => {
          const after = noticedAfter(race, lane);
          const length = race.phase === 'idle' ? 0 : (after ?? elapsed) / longest;
          return (
            <li key={lane} data-noticed={after !== null || undefined}>
              <LaneName {...WORDS[lane]} />
              <div className={classes.track} aria-hidden>
                <span style={{ width: `${(100 * length).toFixed(2)}%` }} />
              </div>
              <p className={classes.laneTime}>{laneWords(race, after, elapsed)}</p>
            </li>
          );
        })}
        <li>
          <LaneName name="Waiting" how="for the token to run out, as without any of this" />
          <div className={classes.track} aria-hidden>
            <span
              style={{ width: race.phase === 'racing' || race.phase === 'over' ? '100%' : 0 }}
            />
          </div>
          <p className={classes.laneTime}>
            <Expiry race={race} />
          </p>
        </li>
      </ul>
      <p className={classes.quiet}>
        Counted from the commit of the edit. Two clocks take part, the server’s and this device’s.
      </p>
      <p className={classes.announced} role="status" aria-label="Race">
        {LANES.map((lane) => {
          const after = noticedAfter(race, lane);
          return after === null ? null : (
            <span key={lane}>
              {WORDS[lane].name} noticed after {span(after)}.{' '}
            </span>
          );
        })}
      </p>
    </>
  );
}

function LaneName({ name, how }: { name: string; how: string }) {
  return (
    <p className={classes.laneName}>
      <strong>{name}</strong> <span className={classes.quiet}>{how}</span>
    </p>
  );
}

function laneWords(race: Race, after: number | null, elapsed: number): string {
  if (after !== null) return span(after);
  switch (race.phase) {
    case 'idle':
      return '';
    case 'watching':
      return 'watching';
    case 'racing':
      return `${(elapsed / 1_000).toFixed(1)} s…`;
    case 'over':
      return 'not noticed';
  }
}

function Expiry({ race }: { race: Race }) {
  const left = useTimeLeft(race.expiresAt);
  if (race.phase === 'idle' || left === null) return null;
  return isRunning(race) && race.phase === 'watching' ? 'watching' : `${left} to go`;
}

/** The clock of `performance.now()`, again and again while it runs. */
function useTicks(running: boolean): number {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return performance.now();
}
