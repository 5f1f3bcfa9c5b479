import type { Message } from './firestore-messages.ts';

/**
 * What one client's listeners have been sent. When a listener resumes after less than half an hour,
 * Firestore bills only what has changed since (https://firebase.google.com/docs/firestore/pricing#listens);
 * the emulator forgets where it was and sends everything once more.
 */
export class SentBefore {
  readonly #versions = new Map<string, string>();

  /**
   * Whether the response brings a listener that has resumed a document in the version that its client
   * has been sent before.
   *
   * @param requests what the client has sent on this stream so far.
   */
  take(requests: readonly Message[], { documentChange }: Message): boolean {
    const { document, targetIds = [] } = (documentChange ?? {}) as DocumentChange;
    if (document === undefined) return false;
    const [name, version] = [String(document.name), JSON.stringify(document.updateTime)];
    const isKnown = this.#versions.get(name) === version;
    this.#versions.set(name, version);
    return isKnown && targetIds.every((id) => hasResumed(requests, id));
  }
}

interface DocumentChange {
  readonly document?: Message;
  readonly targetIds?: readonly number[];
}

function hasResumed(requests: readonly Message[], id: number): boolean {
  const targets = requests.map(({ addTarget }) => addTarget as Message | undefined);
  return Boolean(targets.findLast((target) => target?.targetId === id)?.resumeToken);
}
