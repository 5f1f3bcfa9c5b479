import { describe, expect, it } from 'vitest';
import { returnPath, signInPath } from './return-path.ts';

describe('the path to return to', () => {
  it.each([
    ['/threads', '/threads'],
    ['/threads?page=2#last', '/threads?page=2#last'],
    ['/a/../b', '/b'],
    ['/a b', '/a%20b'],
    ['/ü', '/%C3%BC'],
    ['/a\r\nSet-Cookie: x=y', '/aSet-Cookie:%20x=y'],
    ['/?next=https://evil.example', '/?next=https://evil.example'],
  ])('of %j is %j', (wanted, path) => {
    expect(returnPath(wanted)).toBe(path);
  });

  it.each([
    'https://evil.example',
    'HTTPS://evil.example/threads',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/./\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '',
    null,
    undefined,
    42,
    ['/threads'],
  ])('is the fallback for %j', (wanted) => {
    expect(returnPath(wanted, '/home')).toBe('/home');
  });

  it('never names another site for a browser, whatever stands there', () => {
    const parts = ['/', '\\', '.', '..', '\t', '\n', ':', '@', 'evil.example', '%2f', '?', '#'];
    for (let draw = 0; draw < 20_000; draw++) {
      const length = 1 + (draw % 6);
      const wanted = Array.from({ length }, (_, place) => {
        const index = Math.floor(draw / parts.length ** place) % parts.length;
        return parts[index] as string;
      }).join('');
      const { origin } = new URL(returnPath(wanted), 'https://app.example/deep/page');
      expect(origin, JSON.stringify(wanted)).toBe('https://app.example');
    }
  });
});

it('the sign-in page is told the path of the page, and of a URL nothing but that', () => {
  expect(signInPath('/sign-in', '/threads?page=2')).toBe('/sign-in?next=%2Fthreads%3Fpage%3D2');
  expect(signInPath('/sign-in', 'http://internal:3000/a&b')).toBe('/sign-in?next=%2Fa%26b');
  expect(signInPath('/sign-in', '//evil.example/x')).toBe('/sign-in?next=%2Fx');
  expect(signInPath('/sign-in', 'http://a//evil.example')).toBe('/sign-in?next=%2F');
});
