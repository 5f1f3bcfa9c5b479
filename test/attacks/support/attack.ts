import { describe, expect, it } from 'vitest';

/** What an attacker got. Anything else that happens is an error, never an outcome. */
export type Outcome = 'got in' | 'was stopped';

/** One line of defence on a target to attack: as it is deployed, and without that one line. */
export interface Defence<Target> {
  /** What stops the attack, as `docs/attacks.md` prints it. */
  readonly name: string;
  /** @throws {Error} when the line is not found exactly once. */
  up(): Promise<Target>;
  down(): Promise<Target>;
}

export interface Attack<Target> {
  readonly defence: Defence<Target>;
  /**
   * Does it, and looks from the outside what came of it. The same code runs with and without the
   * defence, so that only the defence can make the difference.
   */
  readonly attempt: (target: Target) => Promise<Outcome>;
  /** Why it gets in all the same, as yet. The test fails on the day on which it no longer does. */
  readonly knownGap?: string;
}

/** What a report can say about an attack. */
export interface AttackLine {
  readonly threat: string;
  readonly attack: string;
  readonly defence: string;
  readonly knownGap: string | null;
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: AttackLine;
  }
}

let threatNow = '';

/**
 * Attacks with one aim.
 *
 * @param name what the attacker wants to reach.
 * @param asvs the requirement of OWASP ASVS 5.0 that it would break, `8.2.1`; null where none fits.
 */
export function threat(name: string, asvs: string | null, attacks: () => void): void {
  const title = asvs === null ? name : `${name} (ASVS ${asvs})`;
  describe(title, () => {
    threatNow = title;
    attacks();
  });
}

/** Shows that an attack works without the defence, and that the defence stops it. */
export function attack<Target>(name: string, { defence, attempt, knownGap }: Attack<Target>): void {
  const line = {
    threat: threatNow,
    attack: name,
    defence: defence.name,
    knownGap: knownGap ?? null,
  };
  describe(name, () => {
    it(`works without: ${defence.name}`, async ({ task }) => {
      task.meta.attack = line;
      expect(await attempt(await defence.down())).toBe('got in');
    });
    const stopped = async () => {
      expect(await attempt(await defence.up())).toBe('was stopped');
    };
    if (knownGap === undefined) it(`is stopped by: ${defence.name}`, stopped);
    else it.fails(`is not stopped yet: ${knownGap}`, stopped);
  });
}

/** Names what was found. */
export const outcome = (gotIn: boolean): Outcome => (gotIn ? 'got in' : 'was stopped');
