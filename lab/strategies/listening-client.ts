import { doc, onSnapshot } from 'firebase/firestore';
import { tokenClaims } from '../../test/support/client.ts';
import type { LabClient } from './lab-client.ts';
import type { Learned } from './strategy.ts';

export interface ListeningClient {
  /** Resolves when a snapshot of the document has led to a token with the role. */
  untilRole(role: string): Promise<Learned>;
  stop(): void;
}

/**
 * Gets a new token on each snapshot of a document, the first one too: what the documentation and the
 * extension have their clients do. Comes back after the first.
 */
export async function listenAndRefresh(lab: LabClient, path: string): Promise<ListeningClient> {
  let settled = Promise.withResolvers<void>();
  let last: { readonly role: unknown; readonly markerAt: number; readonly tokenAt: number } | null =
    null;
  let failure: unknown = null;
  const tell = () => {
    settled.resolve();
    settled = Promise.withResolvers();
  };
  const fail = (error: unknown) => {
    failure = error;
    tell();
  };
  const stop = onSnapshot(
    doc(lab.client.firestore, path),
    () => {
      const markerAt = performance.now();
      tokenClaims(lab.client, true).then(({ role }) => {
        last = { role, markerAt, tokenAt: performance.now() };
        tell();
      }, fail);
    },
    fail,
  );

  const untilRole = async (role: string): Promise<Learned> => {
    const begun = performance.now();
    for (;;) {
      if (failure !== null) throw failure;
      if (last !== null && last.role === role && last.tokenAt > begun) {
        const { markerAt, tokenAt } = last;
        return { at: tokenAt, markerAt, tokenAt, drawnWait: 0 };
      }
      await settled.promise;
    }
  };
  await settled.promise;
  if (failure !== null) throw failure;
  return { untilRole, stop };
}
