import { expectTypeOf, it } from 'vitest';
import type { Grant } from './grant.ts';
import { type Milliseconds, millisecondsOf, type Seconds, secondsOf } from './time.ts';
import type { ClaimsVersion } from './timestamp.ts';

it('seconds, milliseconds and versions are not mixed up', () => {
  expectTypeOf<number>().toExtend<Seconds>();
  expectTypeOf<number>().toExtend<Milliseconds>();
  expectTypeOf<Seconds>().not.toExtend<Milliseconds>();
  expectTypeOf<Milliseconds>().not.toExtend<Seconds>();
  expectTypeOf<ClaimsVersion>().not.toExtend<Milliseconds>();
  const grant: Grant = { role: 'editor', expiresAt: secondsOf(Date.now()), disabled: false };
  // @ts-expect-error milliseconds are no end of a grant
  const wrong: Grant = { ...grant, expiresAt: millisecondsOf(1) };
  expectTypeOf(wrong).toEqualTypeOf<Grant>();
});
