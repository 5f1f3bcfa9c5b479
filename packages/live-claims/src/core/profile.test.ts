import { describe, expect, it } from 'vitest';
import { normalizeEmail, storableProfile, TEXT_LIMITS } from './index.ts';

const profile = (fields: object) =>
  storableProfile({ displayName: null, photoURL: null, ...fields });

describe('storableProfile', () => {
  it('keeps what the rules would take from an edit', () => {
    const fine = { displayName: 'Mia', photoURL: 'https://example.com/mia.png' };
    expect(profile(fine)).toEqual(fine);
    expect(profile({})).toEqual({ displayName: null, photoURL: null });
    const longest = 'x'.repeat(TEXT_LIMITS.displayName);
    expect(profile({ displayName: longest }).displayName).toBe(longest);
  });

  it('cuts a name that is too long, and no character in half', () => {
    const { displayName } = profile({ displayName: 'x'.repeat(20_000) });
    expect(displayName).toHaveLength(TEXT_LIMITS.displayName);
    const odd = `${'x'.repeat(TEXT_LIMITS.displayName - 1)}😀`;
    expect(profile({ displayName: odd }).displayName).toBe('x'.repeat(TEXT_LIMITS.displayName - 1));
  });

  it.each([
    ['Mia\u202Eowner', 'Miaowner'],
    ['\u2066Mia\u2069', 'Mia'],
    ['\u001b]0;root\u0007Mia\u009b8m', ']0;rootMia8m'],
    ['Mi\na\u2028', 'Mia'],
    ['\ud83dMia\udc00', 'Mia'],
    ['\u200f', ''],
    ['می\u200cخواهم 👩\u200d🔬', 'می\u200cخواهم 👩\u200d🔬'],
  ])('keeps of the name %j what the rules would take', (displayName, kept) => {
    expect(profile({ displayName }).displayName).toBe(kept);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://example.com/a.png',
    'https://',
    'https://a b',
    `https://example.com/${'x'.repeat(TEXT_LIMITS.photoURL)}`,
  ])('drops the picture %.40s', (photoURL) => {
    expect(profile({ photoURL }).photoURL).toBeNull();
  });
});

describe('normalizeEmail', () => {
  it('makes capitals small, and leaves what only looks like one', () => {
    expect(normalizeEmail('Kevin@Example.COM')).toBe('kevin@example.com');
    expect(normalizeEmail('\u212Aevin@example.com')).toBe('\u212Aevin@example.com');
    expect(normalizeEmail('İ@example.com')).toBe('İ@example.com');
  });
});
