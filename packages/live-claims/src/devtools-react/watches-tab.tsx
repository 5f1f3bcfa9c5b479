import type { ClientEvent } from '../devtools/events.ts';
import type { TabProps } from './use-devtools.ts';

type Of<Type extends ClientEvent['type']> = Extract<ClientEvent, { readonly type: Type }>;

/** The listeners of `watch` and of live queries: open ones, and why others were closed. */
export function WatchesTab({ view: { events } }: TabProps) {
  const ends = new Map<number, Of<'watch-closed'>>();
  for (const event of events) if (event.type === 'watch-closed') ends.set(event.watch, event);
  const watches = events.filter(
    (event): event is Of<'watch-opened'> => event.type === 'watch-opened',
  );
  if (watches.length === 0) return <p>No watch has been opened.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>Watch</th>
          <th>Listens to</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {watches.toReversed().map(({ watch, source }) => (
          <tr key={watch}>
            <th scope="row">{watch}</th>
            <td>{source}</td>
            <td>{ends.has(watch) ? `closed: ${ends.get(watch)?.why}` : 'open'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
