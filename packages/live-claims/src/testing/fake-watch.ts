import type { Query, QueryDocumentSnapshot } from 'firebase/firestore';
import type { LiveClaims, WatchObserver } from '../web/types.ts';

interface Watched {
  readonly source: unknown;
  readonly observer: WatchObserver<unknown>;
}

/** The part of a client that live queries use, with its open watches. */
export class FakeWatch {
  readonly live = new Set<Watched>();

  /** In a test with the module `firebase/firestore` mocked, where sources are compared by their names. */
  source = (named: string): Query => ({ named }) as unknown as Query;

  get sources(): unknown[] {
    return [...this.live].map(({ source }) => (source as { named: string }).named);
  }

  /** Replaces the client's own `watch`. */
  within<Client extends LiveClaims>(client: Client): Client {
    const watch = (source: unknown, observer: WatchObserver<unknown>) => {
      const watched = { source, observer };
      this.live.add(watched);
      return () => this.live.delete(watched);
    };
    return Object.assign(client, { watch });
  }

  say(speak: (observer: WatchObserver<unknown>) => void): void {
    for (const { observer } of this.live) speak(observer);
  }

  answer(...ids: readonly string[]): void {
    const docs = ids.map((id) => ({ id }));
    this.say((observer) => observer.next({ docs, metadata: { fromCache: false } }));
  }
}

export const readId = (document: QueryDocumentSnapshot): string => document.id;

/** For `vi.mock('firebase/firestore')`. */
export const firestoreOfNames = {
  getDocsFromServer: async () => new Promise(() => undefined),
  getDocFromServer: async () => new Promise(() => undefined),
  queryEqual: (one: { named: string }, other: { named: string }) => one.named === other.named,
  refEqual: (one: { named: string }, other: { named: string }) => one.named === other.named,
};
