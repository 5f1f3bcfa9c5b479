import { describe, expect, it } from 'vitest';
import { timestampAt } from '../core/index.ts';
import { appRoles } from '../testing/app-roles.ts';
import { planDisabling } from './plan-disabling.ts';

const DISABLE = { disabled: true, sessions: false };
const ENABLE = { disabled: false, sessions: false };
const LATER = timestampAt(4_000_000_000);

const plan = (
  data: Record<string, unknown> | null,
  edit: Parameters<typeof planDisabling>[2],
  hasOtherOwner = false,
) => planDisabling(appRoles, data, edit, hasOtherOwner);

describe('an operator', () => {
  it('disables and enables, also who has no document and who cannot be read', () => {
    expect(plan({ role: 'admin' }, DISABLE)).toEqual({ outcome: 'write' });
    expect(plan({ role: 'admin', disabled: true }, ENABLE)).toEqual({ outcome: 'write' });
    expect(plan(null, DISABLE)).toEqual({ outcome: 'write' });
    expect(plan({ role: 'Admin ' }, DISABLE)).toEqual({ outcome: 'write' });
    expect(plan({ role: 'admin', disabled: 'no' }, DISABLE)).toEqual({ outcome: 'write' });
  });

  it('writes nothing for what is so already, unless the sessions are to end', () => {
    expect(plan({ disabled: true }, DISABLE)).toEqual({ outcome: 'already-so' });
    expect(plan({}, ENABLE)).toEqual({ outcome: 'already-so' });
    expect(plan(null, ENABLE)).toEqual({ outcome: 'already-so' });
    expect(plan({ disabled: true }, { ...DISABLE, sessions: true })).toEqual({ outcome: 'write' });
  });

  it('leaves the last owner for good in charge', () => {
    const owner = { role: 'owner' };
    expect(plan(owner, DISABLE)).toEqual({ outcome: 'last-owner' });
    expect(plan(owner, DISABLE, true)).toEqual({ outcome: 'write' });
    expect(plan({ ...owner, roleExpiresAt: LATER }, DISABLE)).toEqual({ outcome: 'write' });
    expect(plan({ ...owner, disabled: true }, { ...DISABLE, sessions: true })).toEqual({
      outcome: 'write',
    });
  });

  it('does not enable what could not be applied then', () => {
    expect(plan({ role: 'Admin ', disabled: true }, ENABLE)).toMatchObject({
      outcome: 'cannot-apply',
      problem: { field: 'role' },
    });
  });
});
