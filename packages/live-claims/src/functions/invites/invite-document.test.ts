import { expect, it } from 'vitest';
import { endProblem } from './invite-document.ts';

const NOW = 1_800_000_000_000;
const DAY_MS = 86_400_000;

it('an invite ends after this moment and within the days that it may be open', () => {
  expect(endProblem(NOW, NOW, 30)).toContain('future');
  expect(endProblem(NOW + 1, NOW, 30)).toBeNull();
  expect(endProblem(NOW + 30 * DAY_MS, NOW, 30)).toBeNull();
  expect(endProblem(NOW + 30 * DAY_MS + 1, NOW, 30)).toContain('30 days');
});
