import { COLLECTIONS } from '../../tools/demo-paths.ts';
import type { EmulatorCall } from '../support/emulator-proxy.ts';

/**
 * The requests that the functions make, by what they are for. The first seven are the methods of the
 * sync's ports (`packages/live-claims/src/functions/sync/ports.ts`), the others those of an edit (`edit/commit-edit.ts`).
 */
export const SYNC_STEPS = [
  'documents.read',
  'accounts.read',
  'accounts.setClaims',
  'accounts.setDisabled',
  'accounts.endSessions',
  'documents.publish',
  'documents.readSource',
] as const;
export const ROLE_CHANGE_STEPS = [
  'roleChange.read',
  'roleChange.readOwners',
  'roleChange.commit',
] as const;
export type Step = (typeof SYNC_STEPS)[number] | (typeof ROLE_CHANGE_STEPS)[number];

/** A step that a function is taking for a user. */
export interface TakenStep {
  readonly step: Step;
  /** Whose access it is about. */
  readonly uid: string;
}

/** Recognises steps by their requests alone. */
export class StepReader {
  /** Whose role a worker is changing; the query for other owners does not say. */
  readonly #changing = new Map<number, string>();

  /** The step that a function takes with this request; null when it is none. */
  read(call: EmulatorCall): TakenStep | null {
    const taken = call.service === 'auth' ? authStep(call) : this.#firestoreStep(call);
    if (taken?.step === 'roleChange.read') this.#changing.set(call.port, taken.uid);
    return taken;
  }

  #firestoreStep({ name, message, port }: EmulatorCall): TakenStep | null {
    if (name === 'BatchGetDocuments') {
      const paths = strings(message.documents).map(pathOf);
      const uid = paths[0]?.id ?? '';
      const areUsers = paths.every(({ collection }) => collection === COLLECTIONS.users);
      if (areUsers && paths.length > 1) return { step: 'roleChange.read', uid };
      if (!paths.some(({ collection }) => collection === COLLECTIONS.users)) return null;
      return { step: paths.length > 1 ? 'documents.read' : 'documents.readSource', uid };
    }
    if (name === 'RunQuery' && isQueryOfUsers(message)) {
      return { step: 'roleChange.readOwners', uid: this.#changing.get(port) ?? '' };
    }
    if (name !== 'Commit') return null;
    const [first] = written(message.writes);
    if (first?.collection === COLLECTIONS.markers) {
      return { step: 'documents.publish', uid: first.id };
    }
    return first?.collection === COLLECTIONS.users
      ? { step: 'roleChange.commit', uid: first.id }
      : null;
  }
}

function authStep({ name, message }: EmulatorCall): TakenStep | null {
  const { localId } = message;
  const uid = String(Array.isArray(localId) ? localId[0] : localId);
  if (name === 'accounts:lookup') return { step: 'accounts.read', uid };
  if (name !== 'accounts:update') return null;
  if ('customAttributes' in message) return { step: 'accounts.setClaims', uid };
  if ('validSince' in message) return { step: 'accounts.endSessions', uid };
  return 'disableUser' in message ? { step: 'accounts.setDisabled', uid } : null;
}

function isQueryOfUsers({ structuredQuery }: EmulatorCall['message']): boolean {
  const { from } = (structuredQuery ?? {}) as { from?: readonly { collectionId?: unknown }[] };
  return from?.[0]?.collectionId === COLLECTIONS.users;
}

interface DocumentPath {
  readonly collection: string;
  readonly id: string;
}

/** `projects/p/databases/(default)/documents/users/uid` */
function pathOf(name: string): DocumentPath {
  const [collection = '', id = ''] = name.split('/').slice(5);
  return { collection, id };
}

function written(writes: unknown): readonly DocumentPath[] {
  if (!Array.isArray(writes)) return [];
  return writes.flatMap(({ update }) => (update ? [pathOf(String(update.name))] : []));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
