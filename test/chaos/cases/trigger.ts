import assert from 'node:assert/strict';
import { FieldValue } from 'firebase-admin/firestore';
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
    run: (context) =>
      withMember(context, 'viewer', async (member) => {
        const { fields, outcome } = editThatTakes(blow.step);
        if (outcome.signedOut) await member.outlastSecondOfSignIn();
        const fault = strike(context, { ...blow, uid: member.uid, target: 'syncClaims' });
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

/** Only an edit that disables an account, or ends its sessions, takes the step that does so. */
function editThatTakes(step: Step): { fields: Record<string, unknown>; outcome: Outcome } {
  switch (step) {
    case 'accounts.setDisabled':
      return { fields: { disabled: true }, outcome: { role: null, disabled: true, applied: 1 } };
    case 'accounts.endSessions':
      return {
        fields: { role: 'editor', sessionsRevokedAt: FieldValue.serverTimestamp() },
        outcome: { role: 'editor', signedOut: true, applied: 1 },
      };
    default:
      return { fields: { role: 'editor' }, outcome: { role: 'editor', applied: 1 } };
  }
}
