import { expect, it } from 'vitest';
import { isHttpsUrl, isShownPicture } from './https-url.ts';

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

it('shows pictures of known hosts only: any other would learn who looks at a list', () => {
  expect(isShownPicture('https://lh3.googleusercontent.com/a/x=s96-c')).toBe(true);
  for (const text of [
    'https://example.com/me.png',
    'https://lh3.googleusercontent.com.example.com/me.png',
    'https://lh3.googleusercontent.com@example.com/me.png',
    'http://lh3.googleusercontent.com/a',
  ]) {
    expect(isShownPicture(text), text).toBe(false);
  }
});
