import { collection, type Firestore, getDocsFromServer } from 'firebase/firestore';
import { rawRequest } from '../../test/support/firestore-rest.ts';
import type { LabClient } from './lab-client.ts';
import type { Contender } from './strategy.ts';

type Reads = Pick<Contender, 'read' | 'probe' | 'keep' | 'readRefusing'>;

/** Reads of a list that the rules give to editors only. */
export function readsOf(path: string, lab: LabClient): Reads {
  return {
    read: () => readList(lab.client.firestore, path),
    probe: async () => requestList(path, await lab.token()),
    keep: lab.keep,
    readRefusing: () => requestList(path, lab.kept()),
  };
}

/** Whether the web SDK gets the list, from the server. */
export async function readList(firestore: Firestore, path: string): Promise<boolean> {
  try {
    await getDocsFromServer(collection(firestore, path));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'permission-denied') return false;
    throw error;
  }
}

/** Whether a bare request with the token gets the list. */
export async function requestList(path: string, token: string): Promise<boolean> {
  return isLetThrough(await rawRequest(token, 'GET', `${path}?pageSize=10`));
}

/** Whether an HTTP status says so. @throws for one that tells of a fault. */
export function isLetThrough(status: number): boolean {
  if (status === 200) return true;
  if (status === 401 || status === 403) return false;
  throw new Error(`The read was answered with HTTP ${status}.`);
}
