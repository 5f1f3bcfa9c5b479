import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { userDoc } from '../../support/admin.ts';
import type { Handling } from '../broker.ts';
import type { ChaosCase } from '../chaos-case.ts';
import type { Member, Outcome } from '../member.ts';
import { withMember } from './with-member.ts';

/** A delivery whose time the caller decides. */
interface Signal {
  readonly given: Promise<void>;
  readonly give: () => void;
}

function signal(): Signal {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { given: promise, give: resolve };
}

const now = () => Promise.resolve();

/** One edit, whose event has a bad way. */
function oneEdit(name: string, handling: () => Handling): ChaosCase {
  const outcome: Outcome = { role: 'editor', applied: 1 };
  return {
    name: `event ${name}`,
    run: (context) =>
      withMember(context, 'viewer', async (member) => {
        context.broker.handle(member.uid, handling);
        await member.edit({ role: 'editor' });
        const ms = await member.converged(outcome);
        await member.verify(outcome);
        return ms;
      }),
  };
}

/** Two edits; the first one's event comes once more, or only, after the second one's was dealt with. */
function twoEdits(options: {
  readonly name: string;
  readonly edits: readonly [(member: Member) => Promise<void>, (member: Member) => Promise<void>];
  readonly outcome: Outcome;
  readonly first: (later: Promise<void>) => readonly Promise<unknown>[];
}): ChaosCase {
  const { name, edits, outcome, first } = options;
  return {
    name: `events ${name}`,
    run: (context) =>
      withMember(context, 'viewer', async (member) => {
        const later = signal();
        context.broker.handle(member.uid, ({ number }) => ({
          copies: number === 0 ? first(later.given) : [now()],
        }));
        try {
          for (const edit of edits) await edit(member);
          const ms = await member.converged(outcome);
          await context.broker.arrived(member.uid, edits.length);
          later.give();
          await member.verify(outcome);
          return ms;
        } finally {
          later.give();
        }
      }),
  };
}

const give = (role: string | null) => (member: Member) => member.edit({ role });
const remove = (member: Member) => member.remove();
const create = async (member: Member) => {
  await userDoc(member.uid).set({ role: 'admin' });
  member.startClock();
};

/** Edits as fast as they are acknowledged, each event delivered twice, at any time within a second. */
const storm: ChaosCase = {
  name: 'events of six edits in a row, each twice, in any order',
  run: (context) =>
    withMember(context, 'viewer', async (member) => {
      const roles = ['editor', 'admin', null, 'viewer', 'owner', 'editor'];
      const anyTime = () => sleep(Math.random() * 1000);
      context.broker.handle(member.uid, () => ({ copies: [anyTime(), anyTime()] }));
      for (const role of roles) await member.edit({ role });
      const outcome = { role: 'editor' };
      const ms = await member.converged(outcome);
      await context.broker.arrived(member.uid, roles.length);
      await member.verify(outcome);
      assert.equal(context.broker.arrivals(member.uid), roles.length, 'events were lost');
      return ms;
    }),
};

export const DELIVERIES: readonly ChaosCase[] = [
  oneEdit('dropped on its first attempt', () => ({ copies: [now()], lost: 1 })),
  oneEdit('dropped on its first three attempts', () => ({ copies: [now()], lost: 3 })),
  oneEdit('delayed by 1.5 s', () => ({ copies: [sleep(1500)] })),
  oneEdit('twice at the same time', () => ({ copies: [now(), now()] })),
  oneEdit('three times, the others 50 and 500 ms later', () => ({
    copies: [now(), sleep(50), sleep(500)],
  })),
  twoEdits({
    name: 'of grant and revoke, swapped',
    edits: [give('editor'), give(null)],
    outcome: { role: null },
    first: (later) => [later],
  }),
  twoEdits({
    name: 'of revoke and grant, swapped',
    edits: [give(null), give('editor')],
    outcome: { role: 'editor' },
    first: (later) => [later],
  }),
  twoEdits({
    name: 'of grant and revoke, the grant’s once more at the end',
    edits: [give('editor'), give(null)],
    outcome: { role: null },
    first: (later) => [now(), later],
  }),
  twoEdits({
    name: 'of delete and re-create, swapped',
    edits: [remove, create],
    outcome: { role: 'admin' },
    first: (later) => [later],
  }),
  twoEdits({
    name: 'of grant and delete, swapped',
    edits: [give('editor'), remove],
    outcome: { role: null },
    first: (later) => [later],
  }),
  storm,
];
