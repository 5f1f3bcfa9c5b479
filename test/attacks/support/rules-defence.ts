import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ROOT } from '../../../tools/emulators/root.ts';
import type { Defence } from './attack.ts';
import { type FirestoreGround, openFirestore } from './firestore-ground.ts';
import { weaken } from './weaken.ts';

const FILE = 'firestore.rules';

/**
 * A defence in the security rules. Each ground is a project of its own on the emulator, empty
 * when an attack begins.
 *
 * @param find the one expression that is the defence.
 * @param replace what the weakened rules say instead.
 */
export function rule(name: string, find: string, replace: string): Defence<FirestoreGround> {
  const rules = readFileSync(`${ROOT}${FILE}`, 'utf8');
  return {
    name: `rules: ${name}`,
    up: async () => {
      weaken(rules, { file: FILE, find, replace });
      return groundWith(rules);
    },
    down: async () => groundWith(weaken(rules, { file: FILE, find, replace })),
  };
}

/** Grounds by their rules: to empty one is faster than to compile rules. */
const grounds = new Map<string, Promise<FirestoreGround>>();

async function groundWith(rules: string): Promise<FirestoreGround> {
  const known = grounds.get(rules);
  const opened = known ?? openFirestore(`demo-attack-${randomUUID()}`, rules);
  grounds.set(rules, opened);
  const ground = await opened;
  if (known) await ground.empty();
  return ground;
}
