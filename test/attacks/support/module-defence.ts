import { patchOf } from '../../support/patch-source.ts';
import type { Defence } from './attack.ts';
import { weakenedModule } from './weakened-module.ts';

/**
 * A defence in a module of ours that is attacked by itself, where no request reaches it alone: the
 * event of a trigger, a blocking function.
 *
 * @param entry the module to attack, relative to the repository; `file` is a part of it.
 * @param part what of live-claims it belongs to, as `docs/attacks.md` prints it.
 */
export function moduleCode<Module>(
  name: string,
  entry: string,
  { file = entry, find, replace }: { file?: string; find: string; replace: string },
  part: 'functions' | 'server' = 'functions',
): Defence<Module> {
  const weakening = patchOf({ file, find, replace });
  return {
    name: `${part}: ${name}`,
    up: () => weakenedModule<Module>(entry, null),
    down: () => weakenedModule<Module>(entry, weakening),
  };
}
