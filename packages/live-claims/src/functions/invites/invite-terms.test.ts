import { expect, it } from 'vitest';
import { endProblem, MAX_INVITE_DAYS } from './invite-terms.ts';

const NOW = 1_800_000_000_000;
const DAY_MS = 86_400_000;

it('an invite ends after this moment and within the days that it may be open', () => {
  expect(endProblem(NOW, NOW)).toContain('future');
  expect(endProblem(NOW + 1, NOW)).toBeNull();
  expect(endProblem(NOW + MAX_INVITE_DAYS * DAY_MS, NOW)).toBeNull();
  expect(endProblem(NOW + MAX_INVITE_DAYS * DAY_MS + 1, NOW)).toContain(`${MAX_INVITE_DAYS} days`);
});
