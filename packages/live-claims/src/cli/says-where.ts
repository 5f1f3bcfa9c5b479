import { AdminError } from './admin-error.ts';
import { type RunningStack, runningStacks } from './running-stacks.ts';
import { targetName } from './session.ts';
import type { Target } from './target.ts';

/**
 * The failure to find something, with where it was looked for: which project, on which emulators, and what else
 * runs on this machine.
 */
export async function saysWhere(
  failure: AdminError,
  target: Target,
  running: () => Promise<readonly RunningStack[]> = runningStacks,
): Promise<AdminError> {
  const lines = [failure.next, `Looked in ${placeOf(target)}.`];
  const others = (await running()).filter(({ projectId, hub }) =>
    target.kind === 'project' ? false : projectId !== target.projectId || hub !== target.hub,
  );
  if (others.length > 0) {
    const list = others.map(({ projectId, hub }) => `${projectId} (hub ${hub})`).join(', ');
    lines.push(`On this machine run: ${list}. FIREBASE_EMULATOR_HUB=<hub> chooses one.`);
  }
  return new AdminError(failure.code, failure.message, { next: lines.join('\n'), cause: failure });
}

/** The target with its addresses. */
export function placeOf(target: Target): string {
  if (target.kind === 'project') return targetName(target);
  const { auth, firestore } = target.addresses;
  const hub = target.hub === undefined ? '' : `, hub ${target.hub}`;
  return `${targetName(target)} (Auth ${auth}, Firestore ${firestore}${hub})`;
}
