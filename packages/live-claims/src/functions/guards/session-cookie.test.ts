import { expect, it } from 'vitest';
import { sessionCookie } from './session-cookie.ts';

it('says what the app chose', () => {
  const cookie = sessionCookie({ name: '__Host-id', seconds: 600, sameSite: 'strict' });
  expect(cookie.set('a.b-c_d')).toBe(
    '__Host-id=a.b-c_d; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Strict',
  );
  expect(sessionCookie({ secure: false }).clear()).toBe(
    '__session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
  );
});

it('a value cannot bring attributes or headers of its own', () => {
  const set = sessionCookie().set('x; Domain=evil.example\r\nX-Evil: 1');
  expect(set).toMatch(/^__session=x%3B%20Domain%3Devil\.example%0D%0AX-Evil%3A%201; Max-Age/);
});

it.each([
  [{ name: 'a b' }, 'cookie.name is "a b"'],
  [{ name: 'a\r\nX-Evil: 1' }, 'cookie.name is'],
  [{ name: '' }, 'cookie.name is ""'],
  [{ name: '__Host-id', secure: false }, 'browsers want "secure"'],
  [{ seconds: 299 }, 'cookie.seconds is 299'],
  [{ seconds: 1_209_601 }, 'from 300 to 1209600'],
  [{ seconds: 400.5 }, 'cookie.seconds is 400.5'],
  [{ sameSite: 'none' as 'lax' }, 'cookie.sameSite is "none"'],
])('%j is refused with a sentence', (options, sentence) => {
  expect(() => sessionCookie(options)).toThrow(sentence);
});
