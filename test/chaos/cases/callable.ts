import assert from 'node:assert/strict';
import { userDoc } from '../../support/admin.ts';
import type { ChaosCase, ChaosContext } from '../chaos-case.ts';
import type { Member } from '../member.ts';
import { type Strike, strike } from '../strike.ts';
import { withMember } from './with-member.ts';

type Blow = Omit<Strike, 'uid' | 'target'>;

/**
 * `setUserRole` is struck while it changes a role. Where the change was committed it has to take
 * effect, by the call or by the trigger; where it was not, it must not have any, and the person who
 * asked asks again until it works. Time runs from the first call.
 */
export function strikeCallable(name: string, blow: Blow): ChaosCase {
  // Only of an owner is it asked whether there is another one.
  const role = blow.step === 'roleChange.readOwners' ? 'owner' : 'viewer';
  return {
    name: `callable: ${name}`,
    run: (context) => withMember(context, role, (member) => run(context, member, blow)),
  };
}

async function run(context: ChaosContext, member: Member, blow: Blow): Promise<number> {
  const { uid } = member;
  const { actor } = context;
  const fault = strike(context, { ...blow, uid, target: 'setUserRole' });
  try {
    member.startClock();
    const answered = await actor.setRole(uid, 'editor');
    const stored = (await userDoc(uid).get()).get('role');
    assert(!answered || stored === 'editor', 'the call succeeded, and has changed nothing');
    if (stored !== 'editor') await actor.insist(uid, 'editor');
    const outcome = { role: 'editor', applied: 1, actor: actor.uid };
    const ms = await member.converged(outcome);
    await member.verify(outcome);
    assert.notEqual(fault.struck(), 0, 'the fault did not occur');
    return ms;
  } finally {
    fault.remove();
  }
}
