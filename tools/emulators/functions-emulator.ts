/** A function as the Functions emulator lists it. */
export interface LoadedFunction {
  readonly name: string;
  readonly region: string;
  /** Whether it is called by the web SDK, with `httpsCallable`. */
  readonly callable: boolean;
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
    (Array.isArray(functionTriggers) ? functionTriggers : []).map((trigger: Trigger) => ({
      name: String(trigger.name),
      region: String(trigger.region),
      callable: trigger.labels?.['deployment-callable'] === 'true',
    })),
  );
}

interface Trigger {
  readonly name?: unknown;
  readonly region?: unknown;
  readonly labels?: Readonly<Record<string, unknown>>;
}

/**
 * Starts the worker process of every callable, one after the other, so that no first call waits a second
 * for it at the first click. The question that a browser asks before a call does that without
 * running the function. Never throws: a function that stays cold is only slower once.
 */
export async function warmCallables(host: string, projectId: string): Promise<void> {
  try {
    for (const { name, region, callable } of await loadedFunctions(host)) {
      if (!callable) continue;
      await fetch(`http://${host}/${projectId}/${region}/${name}`, {
        method: 'OPTIONS',
        headers: { origin: `http://${host}`, 'access-control-request-method': 'POST' },
      });
    }
  } catch {
    // See above.
  }
}
