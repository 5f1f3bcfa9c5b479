import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ROOT } from '../../../tools/emulators/root.ts';
import { patchText } from '../../support/patch-source.ts';
import type { Defence } from './attack.ts';
import { type FirestoreTarget, openFirestore } from './firestore-target.ts';

const FILE = 'firestore.rules';

/**
 * A defence in the security rules. Each target is a project of its own on the emulator, empty
 * when an attack begins.
 *
 * @param find the one expression that is the defence.
 * @param replace what the weakened rules say instead.
 */
export function rule(name: string, find: string, replace: string): Defence<FirestoreTarget> {
  return ruleOf(readFileSync(`${ROOT}${FILE}`, 'utf8'), name, find, replace);
}

/** The same in other rules than those that are deployed: of another app. */
export function ruleOf(
  rules: string,
  name: string,
  find: string,
  replace: string,
): Defence<FirestoreTarget> {
  const weakened = patchText(rules, { file: FILE, find, replace });
  return {
    name: `rules: ${name}`,
    up: async () => targetWith(rules),
    down: async () => targetWith(weakened),
  };
}

/** Targets by their rules: to empty one is faster than to compile rules. */
const targets = new Map<string, Promise<FirestoreTarget>>();

async function targetWith(rules: string): Promise<FirestoreTarget> {
  const known = targets.get(rules);
  const opened = known ?? openFirestore(`demo-attack-${randomUUID()}`, rules);
  targets.set(rules, opened);
  const target = await opened;
  if (known) await target.empty();
  return target;
}
