import assert from 'node:assert/strict';
import type { ChaosCase } from '../chaos-case.ts';
import type { Outcome } from '../member.ts';
import type { Step } from '../steps.ts';
import { type Strike, strike } from '../strike.ts';
import { withMember } from './with-member.ts';

type Blow = Omit<Strike, 'uid' | 'target'>;

/** `syncClaims` is struck while it follows an edit in the console. */
export function strikeTrigger(name: string, blow: Blow): ChaosCase {
  return {
    name: `trigger: ${name}`,
    run: (ground) =>
      withMember(ground, 'viewer', async (member) => {
        const { fields, outcome } = editThatTakes(blow.step);
        const fault = strike(ground, { ...blow, uid: member.uid, target: 'syncClaims' });
        try {
          await member.edit(fields);
          const ms = await member.converged(outcome);
          await member.verify(outcome);
          assert.notEqual(fault.struck(), 0, 'the fault did not occur');
          return ms;
        } finally {
          fault.remove();
        }
      }),
  };
}

/** Only an edit that disables an account takes the step that does so. */
function editThatTakes(step: Step): { fields: Record<string, unknown>; outcome: Outcome } {
  return step === 'accounts.setDisabled'
    ? { fields: { disabled: true }, outcome: { role: null, disabled: true, applied: 1 } }
    : { fields: { role: 'editor' }, outcome: { role: 'editor', applied: 1 } };
}
