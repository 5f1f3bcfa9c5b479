import { expect, it } from 'vitest';
import { barText } from './bar-text.ts';

it.each([
  [0, '░'.repeat(24), '0 %'],
  [4999, `${'█'.repeat(11)}${'░'.repeat(13)}`, '49 %'],
  [10_000, '█'.repeat(24), '100 %'],
])('%i of 10,000 is a bar of that share', (seen, bar, percent) => {
  const text = barText({ seen, total: 10_000, changed: 3, setAside: 0 });
  expect(text).toBe(
    `${bar} ${percent.padStart(5)}  ${seen.toLocaleString('en-GB')} of 10,000 · 3 changed`,
  );
});

it('more people than were expected do not burst it', () => {
  const text = barText({ seen: 12, total: 10, changed: 0, setAside: 1 });
  expect(text).toContain('100 %  12 of 12 · 0 changed · 1 set aside');
});

it('nobody at all is done', () => {
  expect(barText({ seen: 0, total: 0, changed: 0, setAside: 0 })).toContain('100 %  0 of 0');
});
