import { dayOf, span } from '../moments.ts';
import classes from './compare.module.css';
import type { Approach, EffectWindow, Figures } from './figures.ts';
import { alongLogScale } from './log-scale.ts';

const MEASURES = [
  ['grant', 'A new role works after'],
  ['revoke', 'A lost role goes on for'],
  ['refusing', 'and with a client that refuses to refresh'],
] as const;

const DOLLARS = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  trailingZeroDisplay: 'stripIfInteger',
});

/** Every approach with its figures, in words and bars. */
export function Approaches({ figures }: { figures: Figures }) {
  const { at, quick, scenario, rows } = figures;
  if (at === null || rows.length === 0) {
    return (
      <p className={classes.quiet}>
        Nothing has been measured yet. Run <code>npm run bench</code> in the repository; its figures
        then stand here.
      </p>
    );
  }
  const { users, changesPerUserPerMonth, hoursConnectedPerUserPerMonth, requestsPerUserPerMonth } =
    scenario;
  return (
    <>
      <p className={classes.quiet}>
        Measured on {dayOf(Date.parse(at))}
        {quick && ' in a quick run'}, all on one machine without a network: compare them with each
        other. Bars are logarithmic, from a millisecond to an hour. Full: the middle value. Pale:
        what 95 of 100 stay below. Striped: a bound that was computed, not measured.
      </p>
      <ul className={classes.approaches} aria-label="Approaches">
        {rows.map((approach) => (
          <li key={approach.id}>
            <ApproachEntry {...approach} />
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>
        The month is one of {users.toLocaleString('en')} people, each connected for{' '}
        {hoursConnectedPerUserPerMonth} hours with {requestsPerUserPerMonth.toLocaleString('en')}{' '}
        checked requests and {changesPerUserPerMonth} changes of role, at published prices, before
        anything that is free.
      </p>
    </>
  );
}

function ApproachEntry(approach: Approach) {
  const { id, name, bill, failures, note } = approach;
  return (
    <article className={classes.approach} aria-labelledby={`approach-${id}`}>
      <div>
        <h3 id={`approach-${id}`}>{name}</h3>
        <p className={classes.quiet}>{note}</p>
      </div>
      <dl className={classes.measures}>
        {MEASURES.map(([key, words]) => (
          <div key={key}>
            <dt>{words}</dt>
            <dd>
              <Measure window={approach[key]} />
            </dd>
          </div>
        ))}
        {bill !== null && (
          <div>
            <dt>A month costs</dt>
            <dd className={classes.figure}>{DOLLARS.format(bill)}</dd>
          </div>
        )}
        {failures > 0 && (
          <div>
            <dt>Failed</dt>
            <dd className={classes.figure}>{failures === 1 ? 'once' : `${failures} times`}</dd>
          </div>
        )}
      </dl>
    </article>
  );
}

function Measure({ window }: { window: EffectWindow | null }) {
  if (window === null) return <span className={classes.figure}>failed each time</span>;
  const isBound = 'bound' in window;
  const [middle, high] = isBound ? [0, window.bound] : [window.p50, window.p95];
  return (
    <>
      <span className={classes.bar} data-bound={isBound || undefined} aria-hidden>
        <span style={{ width: `${(100 * alongLogScale(high)).toFixed(2)}%` }} />
        <span style={{ width: `${(100 * alongLogScale(middle)).toFixed(2)}%` }} />
      </span>
      <span className={classes.figure}>
        {isBound ? `up to ${span(window.bound)}` : told(window.p50)}
      </span>
    </>
  );
}

function told(ms: number): string {
  return ms < 1 ? 'at once' : span(ms);
}
