import { dayAndTime, span } from 'live-claims/console/parts/text';
import { type Arrival, travelTime } from '../access/arrival.ts';
import classes from './my-access.module.css';

/** How long the last change took from the edit until it showed here, and where the time went. */
export function ArrivalFigure({ arrival }: { arrival: Arrival | null }) {
  if (arrival === null) {
    return (
      <p className={classes.quiet}>
        Your access has not changed since this page was opened. When it does, this shows how long
        the change took to arrive.
      </p>
    );
  }
  const total = travelTime(arrival);
  const { editedAt, appliedAt, heardAt, shownAt, arrivedAt } = arrival;
  const steps = [
    { name: 'Claims set', from: editedAt, to: appliedAt },
    { name: 'Marker received', from: appliedAt, to: heardAt },
    { name: 'New token', from: heardAt, to: arrivedAt },
  ].map(({ name, from, to }) => ({
    name,
    millis: from === null || to === null ? null : Math.max(0, to - from),
  }));

  return (
    <div className={classes.arrival}>
      {/* Keyed: another change arrives with a glow. */}
      <p key={arrival.version} className={classes.figure}>
        {total === null ? (
          <>The last change arrived at {dayAndTime(arrivedAt)}</>
        ) : (
          <>
            arrived in <strong>{span(total)}</strong>
          </>
        )}
      </p>
      {total === null ? (
        <p className={classes.quiet}>
          This device’s clock is behind the server’s, so no time can be given.
        </p>
      ) : (
        <>
          <div className={classes.track} aria-hidden>
            {steps.map(({ name, millis }) => (
              <span key={name} style={{ flexGrow: millis ?? 0 }} />
            ))}
          </div>
          <dl className={classes.steps}>
            {steps.map(({ name, millis }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{millis === null ? 'not known' : span(millis)}</dd>
              </div>
            ))}
          </dl>
          <p className={classes.quiet}>
            {shownAt === arrivedAt
              ? 'From the commit of the edit to the new token in this browser.'
              : `From the commit of the edit until it showed here, as a loss does before the new token, which came ${span(arrivedAt - shownAt)} later.`}{' '}
            Two clocks take part, the server’s and this device’s.
          </p>
        </>
      )}
    </div>
  );
}
