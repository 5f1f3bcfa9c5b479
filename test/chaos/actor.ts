import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpsCallable, httpsCallable } from 'firebase/functions';
import { CALLABLES } from 'live-claims/core';
import { type Client, signIn } from '../support/client.ts';
import { createPerson } from './create-person.ts';

/** Firestore lets go of what a dead transaction has read after 60 s without a sign of life. */
const INSISTS_FOR_MS = 100_000;
const BETWEEN_CALLS_MS = 500;

/** An owner who changes other people's roles with `setUserRole`. */
export class Actor {
  readonly uid: string;
  readonly #client: Client;
  readonly #setUserRole: HttpsCallable;

  private constructor(uid: string, client: Client) {
    this.uid = uid;
    this.#client = client;
    this.#setUserRole = httpsCallable(client.functions, CALLABLES.setUserRole);
  }

  static async open(): Promise<Actor> {
    const person = await createPerson('owner');
    return new Actor(person.uid, await signIn(person));
  }

  /** Whether the call came back without an error; what it struck may have taken effect all the same. */
  async setRole(uid: string, role: string | null): Promise<boolean> {
    try {
      await this.#setUserRole({ uid, role });
      return true;
    } catch {
      return false;
    }
  }

  /** Calls again until it works, as a person would who is told that it did not. Gives up after 100 s. */
  async insist(uid: string, role: string | null): Promise<void> {
    const deadline = performance.now() + INSISTS_FOR_MS;
    while (!(await this.setRole(uid, role))) {
      if (performance.now() > deadline) throw new Error('setUserRole failed for 100 s.');
      await sleep(BETWEEN_CALLS_MS);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
