import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Devtools, Known } from '../devtools/create-devtools.ts';
import type { ClientEvent } from '../devtools/events.ts';
import type { Simulation } from '../devtools/simulation.ts';
import type { ClaimsSnapshot, LiveClaims } from '../web/types.ts';

/** What a tab of the panel shows. */
export interface View {
  readonly snapshot: ClaimsSnapshot;
  readonly events: readonly ClientEvent[];
  readonly known: Known;
  readonly simulation: Simulation;
  /** Milliseconds since the Unix epoch, by the second. */
  readonly now: number;
}

export interface TabProps {
  readonly view: View;
  readonly devtools: Devtools;
}

/** All that the panel shows, again with every event and every second. */
export function useDevtools(
  client: Pick<LiveClaims, 'subscribe' | 'getSnapshot'>,
  devtools: Devtools,
): View {
  const snapshot = useSyncExternalStore(client.subscribe, client.getSnapshot, client.getSnapshot);
  const events = useSyncExternalStore(devtools.subscribe, devtools.events, devtools.events);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const simulation = devtools.simulation();
  return { snapshot, events, known: devtools.known(), simulation, now };
}
