import caughtIn from './caught-in.json' with { type: 'json' };

/** Where the long run has found out each seeded bug, by name: a scenario, or `simulated`. */
export const CAUGHT_IN: Readonly<Record<string, string | undefined>> = caughtIn;
