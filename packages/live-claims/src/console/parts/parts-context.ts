import { createContext, use } from 'react';

/** What the parts say and show in one app otherwise than in another: the console is in both. */
export interface PartsOptions {
  /** The role of the highest rank. */
  readonly topRole: string;
  /** One or two sentences for the person: what went wrong and what to do. */
  readonly sentenceFor: (error: unknown) => string;
  /** Where a change shows that arrives after its dialog was closed: “and the list will show it”. */
  readonly whereItShows: string;
  /** Whether the buttons of a dialog stay in sight, and the rest of a long one scrolls behind them. */
  readonly buttonsStay: boolean;
}

export const PartsContext = createContext<PartsOptions | null>(null);

/** @throws {Error} outside of a `<PartsContext>`. */
export function useParts(): PartsOptions {
  const options = use(PartsContext);
  if (options === null) throw new Error('Put a <PartsContext …> around this.');
  return options;
}
