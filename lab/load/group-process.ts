/** A process full of clients, each a real SDK with an own account. Started by `client-group.ts`. */
import { machineNow } from '../backend/machine-clock.ts';
import type { GroupOrder, GroupReport, Holder } from './group-messages.ts';
import { type LiveMember, type Member, openLiveMember } from './live-member.ts';

/** How many sign in at the same time. */
const SIGN_INS_AT_ONCE = 5;

/** How often the parent is told: a message for each client would slow down what is measured. */
const TELL_EVERY_MS = 50;

const members: LiveMember[] = [];
let unwatch = () => {};

process.on('message', (order: GroupOrder) => {
  if (order.type === 'open') void open(order.members);
  else watch(order.role);
});
process.once('disconnect', () => process.exit());

const tell = (report: GroupReport) => process.send?.(report);

async function open(wanted: readonly Member[]): Promise<void> {
  const waiting = [...wanted];
  const errors: string[] = [];
  const signIns = Array.from({ length: SIGN_INS_AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        const member = next;
        // Among a thousand sign-ins at once some meet a connection that the emulator is just closing.
        members.push(await openLiveMember(member).catch(() => openLiveMember(member)));
        tell({ type: 'connected' });
      } catch (error) {
        errors.push(String(error));
      }
    }
  });
  await Promise.all(signIns);
  tell({ type: 'opened', uids: members.map(({ uid }) => uid), errors });
}

function watch(role: string): void {
  unwatch();
  let fresh: Holder[] = [];
  const undo = members.map(({ uid, live }) => {
    const before = live.getSnapshot().version;
    const stop = live.subscribe(() => {
      const now = live.getSnapshot();
      if (now.status !== 'fresh' || now.version <= before || now.role !== role) return;
      stop();
      fresh.push({ uid, at: machineNow() });
    });
    return stop;
  });
  const timer = setInterval(() => {
    if (fresh.length === 0) return;
    tell({ type: 'holders', holders: fresh, rss: process.memoryUsage.rss() });
    fresh = [];
  }, TELL_EVERY_MS);
  unwatch = () => {
    clearInterval(timer);
    for (const stop of undo) stop();
  };
  tell({ type: 'watching' });
}
