import { describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { planAccessSettings } from './plan-settings.ts';

const SECOND = 1_800_000_000;
const NOW = SECOND * 1000 + 789;
const at = (seconds: number) => timestampAt(seconds);
const plan = (
  data: Record<string, unknown> | null,
  request: Parameters<typeof planAccessSettings>[1],
) => planAccessSettings(data, request, NOW);

describe('a request', () => {
  it('changes one setting and leaves the other as it is', () => {
    const data = { lockdown: false, minimumAuthTime: at(5) };
    expect(plan(data, { lockdown: true })).toEqual({
      outcome: 'write',
      fields: { lockdown: true },
      before: { lockdown: false, minimumAuthTime: 5 },
      after: { lockdown: true, minimumAuthTime: 5 },
    });
    expect(plan({ ...data, lockdown: true }, { minimumAuthTime: null })).toMatchObject({
      after: { lockdown: true, minimumAuthTime: null },
    });
  });

  it('makes the document where there is none', () => {
    expect(plan(null, { minimumAuthTime: 'now' })).toMatchObject({
      outcome: 'write',
      fields: { lockdown: false, minimumAuthTime: SECOND },
    });
  });

  it('takes the second that has begun for now: the next sign-in is not before it', () => {
    expect(plan(null, { minimumAuthTime: 'now' })).toMatchObject({
      after: { lockdown: false, minimumAuthTime: Math.floor(NOW / 1000) },
    });
  });

  it.each([
    [null, { lockdown: false }],
    [null, { minimumAuthTime: null }],
    [{ lockdown: true }, { lockdown: true }],
    [{ lockdown: true, minimumAuthTime: at(SECOND) }, { minimumAuthTime: 'now' as const }],
  ])('for what is so already (%j, %j) writes nothing', (data, request) => {
    expect(plan(data, request)).toMatchObject({ outcome: 'already-so' });
  });
});

describe('unreadable settings', () => {
  it('count as a lockdown, which is written down by whatever is turned', () => {
    expect(plan({ lockdown: 'yes' }, { minimumAuthTime: 'now' })).toMatchObject({
      fields: { lockdown: true, minimumAuthTime: SECOND },
      before: { lockdown: true },
      after: { lockdown: true },
    });
  });

  it('are mended by a request that names them', () => {
    expect(plan({ lockdown: 'yes' }, { lockdown: false })).toMatchObject({
      outcome: 'write',
      before: { lockdown: true },
      after: { lockdown: false },
    });
    expect(
      plan(
        { lockdown: false, minimumAuthTime: 'soon' },
        { lockdown: false, minimumAuthTime: null },
      ),
    ).toMatchObject({ outcome: 'write', after: { lockdown: false, minimumAuthTime: null } });
  });

  it('keep a minimum that can be read when the lockdown is lifted', () => {
    expect(plan({ lockdown: 1, minimumAuthTime: at(5) }, { lockdown: false })).toMatchObject({
      after: { lockdown: false, minimumAuthTime: 5 },
    });
  });

  it.each([
    ['in the future', at(SECOND + 60)],
    ['of a wrong type', 'soon'],
  ])('never lose a minimum %s by the way', (_, minimumAuthTime) => {
    for (const lockdown of [true, false]) {
      const data = { lockdown, minimumAuthTime };
      expect(plan(data, { lockdown: false })).toEqual({ outcome: 'minimum-unclear' });
    }
    expect(plan({ minimumAuthTime }, { minimumAuthTime: 'now' })).toMatchObject({
      outcome: 'write',
      after: { lockdown: false, minimumAuthTime: SECOND },
    });
  });

  it('can be locked down all the same', () => {
    const data = { lockdown: false, minimumAuthTime: 'soon' };
    expect(plan(data, { lockdown: true })).toMatchObject({
      outcome: 'write',
      fields: { lockdown: true },
    });
  });
});
