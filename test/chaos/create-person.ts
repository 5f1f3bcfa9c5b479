import { parseMarker } from 'live-claims/core';
import {
  auth,
  createAccount,
  markerDoc,
  type TestUser,
  untilData,
  userDoc,
} from '../support/admin.ts';

/** A claim of other code on the account; it has to survive everything. */
export const FOREIGN_CLAIMS = { tenant: 't1' } as const;

/** A busy machine takes long to start the process of a function. */
const APPLIED_WITHIN_MS = 75_000;

/** A person with a document and a claim of other code, after the trigger has applied the role. */
export async function createPerson(role: string): Promise<TestUser> {
  const person = await createAccount();
  await auth.setCustomUserClaims(person.uid, FOREIGN_CLAIMS);
  await userDoc(person.uid).set({ email: person.email, role });
  const applied = (data: unknown) => (parseMarker(data)?.role === role ? true : null);
  await untilData(markerDoc(person.uid), applied, APPLIED_WITHIN_MS);
  return person;
}
