import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimsOf, markerOf } from '../../support/admin.ts';
import type { ChaosCase } from '../chaos-case.ts';
import { strike } from '../strike.ts';
import { withMember } from './with-member.ts';

const HAPPENS_WITHIN_MS = 60_000;

/**
 * The process dies with claims on the wire; a newer edit is applied; then the old claims arrive,
 * with no process left to notice. The repair is that the dead run's event comes again, in production
 * after ten seconds and more.
 */
export const CLAIMS_LAND_LATE: ChaosCase = {
  name: 'trigger: killed with accounts.setClaims on the wire, which lands on a newer edit’s',
  run: (context) =>
    withMember(context, 'viewer', async (member) => {
      const { uid } = member;
      const landing = Promise.withResolvers<void>();
      const redelivery = Promise.withResolvers<void>();
      context.broker.handle(uid, ({ number }) => ({
        copies: [Promise.resolve()],
        ...(number === 0 && { again: redelivery.promise }),
      }));
      const fault = strike(context, {
        uid,
        target: 'syncClaims',
        step: 'accounts.setClaims',
        moment: 'before',
        with: 'kill',
        lands: landing.promise,
      });
      try {
        await member.edit({ role: 'admin' });
        await until(() => fault.struck() > 0);
        await member.edit({ role: 'editor' });
        const ms = await member.converged({ role: 'editor' });
        assert.equal((await markerOf(uid))?.role, 'editor');
        landing.resolve();
        await until(async () => (await claimsOf(uid)).role === 'admin');
        redelivery.resolve();
        await member.verify({ role: 'editor' });
        return ms;
      } finally {
        landing.resolve();
        redelivery.resolve();
        fault.remove();
      }
    }),
};

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + HAPPENS_WITHIN_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('The fault did not occur.');
    await sleep(10);
  }
}
