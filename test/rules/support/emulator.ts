import { readFileSync } from 'node:fs';

/** `host:port` of the Firestore emulator. @throws {Error} when `FIRESTORE_EMULATOR_HOST` is not set. */
export function emulatorAddress(): string {
  const address = process.env.FIRESTORE_EMULATOR_HOST;
  if (address) return address;
  throw new Error(
    'The rules tests need the Firestore emulator: run "npm test -- --project rules", which starts it.',
  );
}

/** The rules that are deployed. */
export const rulesText = (): string =>
  readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8');
