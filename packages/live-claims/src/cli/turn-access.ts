import {
  type AccessSettings,
  readAccessSettings,
  type SetAccessSettingsRequest,
} from '../core/index.ts';
import { planSwitches } from '../functions/access-settings/plan-switches.ts';
import { turnSwitches } from '../functions/access-settings/turn-switches.ts';
import { AdminError } from './admin-error.ts';
import { confirm } from './confirm.ts';
import { momentText } from './moment.ts';
import type { Session } from './session.ts';
import { waitForReading, waitForWriting } from './wait.ts';

export interface TurnOrder {
  readonly request: SetAccessSettingsRequest;
  readonly yes: boolean;
  /** What it means for people, for the question; one line each. */
  readonly effects: readonly string[];
}

export interface TurnedAccess {
  readonly before: AccessSettings;
  readonly after: AccessSettings;
  readonly written: boolean;
}

/**
 * Turns the switches in `settings/access` as an operator, who may always: the way back in when no
 * owner has one.
 *
 * @throws {AdminError} `cannot-apply` when the lockdown cannot be lifted as long as a minimum stands
 *   there that nobody can read or meet; `not-confirmed`. Nothing has been written then.
 */
export async function turnAccess(session: Session, order: TurnOrder): Promise<TurnedAccess> {
  const { project, signal } = session;
  const { request } = order;
  const data = await waitForReading(readSettings(session), signal);
  const before = readAccessSettings(data, session.now());
  const preview = planSwitches(data, request, session.now());
  if (preview.outcome === 'minimum-unclear') throw unclear(project.store.paths.settings);
  if (preview.outcome === 'write') {
    await confirm(session, order.yes, [
      `${project.store.paths.settings}, which holds for everyone`,
      ...switchLines(before, preview.after),
      ...order.effects,
    ]);
  }
  const now = session.now();
  const actor = { kind: 'service', uid: null } as const;
  const turned = await waitForWriting(turnSwitches(project.store, { request, actor, now }));
  switch (turned.outcome) {
    case 'minimum-unclear':
    case 'refused':
      throw unclear(project.store.paths.settings);
    case 'already-so':
      return { before: turned.after, after: turned.after, written: false };
    case 'write':
      return { before: turned.before, after: turned.after, written: true };
  }
}

/** The fields of `settings/access`; null when there is no such document. */
export async function readSettings({ project: { store } }: Pick<Session, 'project'>) {
  return (await store.settings.get()).data() ?? null;
}

function unclear(path: string): AdminError {
  return new AdminError(
    'cannot-apply',
    `The field minimumAuthTime in ${path} cannot be read or lies in the future, which locks down by itself.`,
    {
      next: 'Nothing was changed. `sign-in-again` sets it to now, `sign-in-again --undo` to none; then lift the lockdown.',
    },
  );
}

function switchLines(before: AccessSettings, after: AccessSettings): readonly string[] {
  const onOff = (on: boolean) => (on ? 'on' : 'off');
  const line = (name: string, from: string, to: string) =>
    from === to ? [] : [`  ${name.padEnd(17)}${from} → ${to}`];
  return [
    ...line('lockdown', onOff(before.lockdown), onOff(after.lockdown)),
    ...line(
      'minimumAuthTime',
      minimumText(before.minimumAuthTime),
      minimumText(after.minimumAuthTime),
    ),
  ];
}

function minimumText(seconds: number | null): string {
  return seconds === null ? 'none' : momentText(seconds * 1000);
}

/** The switches as `--json` says them. */
export function settingsJson({ lockdown, minimumAuthTime }: AccessSettings) {
  return {
    lockdown,
    minimumAuthTime:
      minimumAuthTime === null ? null : new Date(minimumAuthTime * 1000).toISOString(),
  };
}
