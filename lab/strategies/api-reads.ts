import { statusOf } from './lab-api-client.ts';
import type { LabClient } from './lab-client.ts';
import { isLetThrough } from './read-firestore.ts';
import type { Contender, LabRole, Learned } from './strategy.ts';

/**
 * Reads of the API's list with the ID token. `read` is an interceptor as many write it: refused with
 * one of these statuses, it mends what it can and asks once more.
 */
export function apiReads(
  path: string,
  lab: LabClient,
  refused: { readonly on: readonly number[]; readonly mend: () => Promise<unknown> },
): Pick<Contender, 'read' | 'probe' | 'keep' | 'readRefusing'> {
  const ask = async () => statusOf(path, await lab.token());
  return {
    async read() {
      const status = await ask();
      if (!refused.on.includes(status)) return isLetThrough(status);
      await refused.mend();
      return isLetThrough(await ask());
    },
    probe: async () => isLetThrough(await ask()),
    keep: lab.keep,
    readRefusing: async () => isLetThrough(await statusOf(path, lab.kept())),
  };
}

/** Reads as the role may, by which the client has learned of it. @throws when it may not yet. */
export async function learnByReading(read: Contender['read'], role: LabRole): Promise<Learned> {
  if ((await read()) !== (role === 'editor')) throw new Error(`Not ${role} yet.`);
  const at = performance.now();
  return { at, markerAt: null, tokenAt: at, drawnWait: 0 };
}
