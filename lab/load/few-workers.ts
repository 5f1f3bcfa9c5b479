/**
 * For the environment of a stack: how many processes the Functions emulator may run functions in
 * (`WorkQueue` of firebase-tools), each of which takes one event at a time. It starts up to 50 unless told
 * otherwise, and on two cores a load test would be spent on starting them.
 */
export const FEW_WORKERS = { FUNCTIONS_EMULATOR_PARALLEL: '8' } as const;
