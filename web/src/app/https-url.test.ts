import { expect, it } from 'vitest';
import { isHttpsUrl } from './https-url.ts';

it('takes an https address, and nothing that could run or be fetched in the open', () => {
  expect(isHttpsUrl('https://example.com/me.png?size=2')).toBe(true);
  for (const text of [
    'http://example.com/me.png',
    'javascript:alert(1)',
    'data:image/svg+xml,<svg onload=alert(1)>',
    '//example.com/me.png',
    ' https://example.com/me.png',
    'https://exa mple.com',
    'https://',
    '',
  ]) {
    expect(isHttpsUrl(text), text).toBe(false);
  }
});
