/** Time, as the client sees it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** A channel to the other tabs; `BroadcastChannel` is one. */
export interface TabChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

type Events = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** Everything from outside Firebase that the client touches. What is null is done without. */
export interface Environment {
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Tells the developer what the user cannot help. */
  readonly warn: (message: string, cause: unknown) => void;
  readonly locks: Pick<LockManager, 'request'> | null;
  readonly openChannel: ((name: string) => TabChannel) | null;
  readonly window: (Events & { readonly navigator: { readonly onLine: boolean } }) | null;
  readonly document: (Events & { readonly visibilityState: DocumentVisibilityState }) | null;
  /** Calls the listener when an app outside of a page comes to the foreground; returns its undo. */
  readonly onResume?: ((resumed: () => void) => () => void) | undefined;
}

/**
 * The page's own. Outside a page there are no other tabs, so locks and channels, which Node has too,
 * stay unused: an open channel would keep a Node process alive.
 */
export function pageEnvironment(): Environment {
  const page = typeof document === 'undefined' ? null : window;
  return {
    clock: {
      now: () => Date.now(),
      setTimeout: (callback, ms) => setTimeout(callback, ms),
      clearTimeout: (handle) => clearTimeout(handle as number),
    },
    random: Math.random,
    warn: (message, cause) => console.warn(message, cause),
    // Absent in insecure contexts and in browsers before 2022.
    locks: page?.navigator.locks ?? null,
    openChannel: page?.BroadcastChannel ? (name) => new BroadcastChannel(name) : null,
    window: page,
    document: page?.document ?? null,
  };
}
