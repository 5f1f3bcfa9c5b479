import type { TabChannel } from '../web/environment.ts';
import { soon } from './fake-clock.ts';

interface Waiting {
  readonly run: () => void;
}

/** Web Locks of one browser: exclusive, first come first served, abortable while waiting. */
export class FakeLocks {
  #queues = new Map<string, Waiting[]>();
  /** Locks held or waited for. */
  inUse = 0;

  request = (async (
    name: string,
    { signal }: { signal?: AbortSignal },
    callback: () => Promise<unknown>,
  ): Promise<unknown> => {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    this.inUse += 1;
    try {
      await new Promise<void>((granted, refused) => {
        const waiting = { run: granted };
        queue.push(waiting);
        signal?.addEventListener('abort', () => {
          const place = queue.indexOf(waiting);
          if (place <= 0) return;
          queue.splice(place, 1);
          refused(signal.reason);
        });
        if (queue.length === 1) granted();
      });
    } catch (error) {
      this.inUse -= 1;
      throw error;
    }
    try {
      return await callback();
    } finally {
      this.inUse -= 1;
      queue.shift();
      queue[0]?.run();
    }
  }) as LockManager['request'];
}

/** Broadcast channels of one browser. */
export class FakeChannels {
  #open = new Set<{ name: string; channel: TabChannel }>();

  get open(): number {
    return this.#open.size;
  }

  openChannel = (name: string): TabChannel => {
    const entry = {
      name,
      channel: {
        onmessage: null,
        postMessage: (data) => {
          const others = [...this.#open].filter((one) => one !== entry && one.name === name);
          for (const { channel } of others) {
            void soon().then(() => channel.onmessage?.({ data } as MessageEvent));
          }
        },
        close: () => void this.#open.delete(entry),
      } as TabChannel,
    };
    this.#open.add(entry);
    return entry.channel;
  };
}

/** The page around one client. */
export class FakePage {
  #listeners: { type: string; listener: () => void }[] = [];
  readonly navigator = { onLine: true };
  visibilityState: DocumentVisibilityState = 'visible';

  get listeners(): number {
    return this.#listeners.length;
  }

  addEventListener = (type: string, listener: unknown): void => {
    this.#listeners.push({ type, listener: listener as () => void });
  };

  removeEventListener = (type: string, listener: unknown): void => {
    this.#listeners = this.#listeners.filter(
      (one) => one.type !== type || one.listener !== listener,
    );
  };

  setOnline(onLine: boolean): void {
    this.navigator.onLine = onLine;
    this.#dispatch(onLine ? 'online' : 'offline');
  }

  setVisible(visible: boolean): void {
    this.visibilityState = visible ? 'visible' : 'hidden';
    this.#dispatch('visibilitychange');
  }

  #dispatch(type: string): void {
    for (const one of this.#listeners.filter((entry) => entry.type === type)) one.listener();
  }
}
