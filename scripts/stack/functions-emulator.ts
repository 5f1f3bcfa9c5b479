/** A function as the Functions emulator lists it. */
export interface LoadedFunction {
  readonly id: string;
  /** Set for functions that answer HTTP: callables, tasks and blocking functions. */
  readonly url: string | null;
}

/**
 * What the Functions emulator at `host` has loaded, by its `/backends` page, the one that the
 * Emulator UI reads.
 *
 * @throws {TypeError} when the answer is not a list of backends.
 */
export async function loadedFunctions(host: string): Promise<readonly LoadedFunction[]> {
  const response = await fetch(`http://${host}/backends`, { signal: AbortSignal.timeout(10_000) });
  return parseBackends(await response.json());
}

/** Reads the answer of `/backends`. */
export function parseBackends(answer: unknown): readonly LoadedFunction[] {
  const { backends } = answer as { backends?: readonly { functionTriggers?: unknown }[] };
  if (!Array.isArray(backends)) throw new TypeError('/backends did not answer with a list.');
  return backends.flatMap(({ functionTriggers }) =>
    (Array.isArray(functionTriggers) ? functionTriggers : []).map(
      (trigger: { id?: unknown; name?: unknown; httpsTrigger?: { url?: unknown } }) => ({
        id: String(trigger.id ?? trigger.name),
        url: typeof trigger.httpsTrigger?.url === 'string' ? trigger.httpsTrigger.url : null,
      }),
    ),
  );
}
