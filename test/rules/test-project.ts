import { initializeTestEnvironment } from '@firebase/rules-unit-testing';
import { doc, type Firestore, setLogLevel, writeBatch } from 'firebase/firestore';
import type { Principal } from './principals.ts';
import { emulatorAddress, rulesText } from './support/emulator.ts';

/** A project of its own: what other tests keep in the same emulator stays untouched. */
const PROJECT_ID = 'demo-live-claims-rules';

/** Documents by their path. */
export type Documents = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An empty project on the Firestore emulator that enforces `firestore.rules`. */
export interface TestProject {
  /** Firestore as this principal reaches it. */
  as(principal: Principal): Firestore;
  /** Writes documents past the rules, as the Admin SDK would. */
  seed(documents: Documents): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the project, empties it, and seeds `users/{uid}` and `userClaims/{uid}` of these people.
 *
 * @throws {Error} when `FIRESTORE_EMULATOR_HOST` names no emulator.
 */
export async function openTestProject(people: readonly Principal[]): Promise<TestProject> {
  const environment = await initializeTestEnvironment({
    projectId: PROJECT_ID,
    firestore: { ...hostAndPort(), rules: rulesText() },
  });
  // A refused request is what most of these tests want; the SDK would log each as an error.
  setLogLevel('silent');

  // One connection past the rules for the whole file: opening one costs more than what it is for.
  const closing = Promise.withResolvers<void>();
  const pastTheRules = await new Promise<Firestore>((resolve, reject) => {
    environment
      .withSecurityRulesDisabled((context) => {
        resolve(context.firestore() as unknown as Firestore);
        return closing.promise;
      })
      .catch(reject);
  });

  const opened = new Map<Principal, Firestore>();
  const project: TestProject = {
    as(principal) {
      const known = opened.get(principal);
      if (known) return known;
      const context = environment.authenticatedContext(principal.uid, { ...principal.claims });
      const firestore = context.firestore() as unknown as Firestore;
      opened.set(principal, firestore);
      return firestore;
    },
    async seed(documents) {
      const batch = writeBatch(pastTheRules);
      for (const [path, data] of Object.entries(documents)) {
        batch.set(doc(pastTheRules, path), data);
      }
      await batch.commit();
    },
    async close() {
      closing.resolve();
      await environment.cleanup();
    },
  };

  await environment.clearFirestore();
  await project.seed(
    Object.fromEntries(
      people.flatMap(({ uid, document, marker }) => [
        [`userClaims/${uid}`, marker],
        ...(document ? [[`users/${uid}`, document]] : []),
      ]),
    ),
  );
  return project;
}

function hostAndPort(): { host: string; port: number } {
  const { hostname, port } = new URL(`http://${emulatorAddress()}`);
  return { host: hostname, port: Number(port) };
}
