import { describeEvent } from '../devtools/events.ts';
import type { TabProps } from './use-devtools.ts';

/** What happened, newest first. */
export function TimelineTab({ view: { events } }: TabProps) {
  return (
    <ol className="timeline">
      {events
        .map((event, place) => ({ event, place }))
        .reverse()
        .map(({ event, place }) => (
          <li key={`${event.at} ${place}`} className={event.type}>
            <time dateTime={new Date(event.at).toISOString()}>{clock(event.at)}</time>{' '}
            {describeEvent(event)}
          </li>
        ))}
    </ol>
  );
}

/** `14:03:07.120` */
function clock(at: number): string {
  const date = new Date(at);
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${date.toLocaleTimeString('en-GB')}.${ms}`;
}
