import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initializeTestEnvironment } from '@firebase/rules-unit-testing';
import { doc, type Firestore, setLogLevel, writeBatch } from 'firebase/firestore';
import type { Principal } from './principals.ts';

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
 * Opens the project, empties it, and seeds the `users/{uid}` documents of these people.
 *
 * @throws {Error} when `FIRESTORE_EMULATOR_HOST` names no emulator.
 */
export async function openTestProject(people: readonly Principal[]): Promise<TestProject> {
  const environment = await initializeTestEnvironment({
    projectId: PROJECT_ID,
    firestore: { ...emulatorAddress(), rules: readFileSync(rulesFile(), 'utf8') },
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
      const context = principal.claims
        ? environment.authenticatedContext(principal.uid, { ...principal.claims })
        : environment.unauthenticatedContext();
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
      people.flatMap(({ uid, document }) => (document ? [[`users/${uid}`, document]] : [])),
    ),
  );
  return project;
}

/** The rules under test; `run-mutants.ts` names others, to show that these tests can fail. */
export function rulesFile(): string {
  return process.env.RULES_FILE ?? fileURLToPath(new URL('../../firestore.rules', import.meta.url));
}

/** Where the emulator is. @throws {Error} when `FIRESTORE_EMULATOR_HOST` does not say so. */
export function emulatorAddress(): { host: string; port: number } {
  const address = process.env.FIRESTORE_EMULATOR_HOST;
  const [, host, port] = address?.match(/^(?:http:\/\/)?(.+):(\d+)$/) ?? [];
  if (!host || !port) {
    throw new Error(
      'The rules tests need the Firestore emulator: set FIRESTORE_EMULATOR_HOST to its host:port, ' +
        `or run "npm test", which starts it. It is ${address ? `"${address}"` : 'not set'}.`,
    );
  }
  return { host, port: Number(port) };
}
