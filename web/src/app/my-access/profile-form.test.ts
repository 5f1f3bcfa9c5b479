import { timestampAt } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { cameTooSoon, pictureProblem, readOwnProfile } from './profile-form.ts';

describe('one’s own profile', () => {
  it('is read with the time of its last edit', () => {
    const profileEditedAt = timestampAt(100, 500_000_000);
    expect(readOwnProfile({ displayName: 'Ada', photoURL: null, profileEditedAt })).toEqual({
      displayName: 'Ada',
      photoURL: '',
      editedAt: 100_500,
    });
    expect(readOwnProfile({ displayName: 42, profileEditedAt: 'yesterday' })).toEqual({
      displayName: '',
      photoURL: '',
      editedAt: null,
    });
    expect(readOwnProfile(undefined)).toBe('none');
  });

  it('takes a picture by https only', () => {
    expect(pictureProblem('')).toBeNull();
    expect(pictureProblem('https://example.com/me.png')).toBeNull();
    expect(pictureProblem('javascript:alert(1)')).toMatch(/https/);
  });

  it('that was just saved is said to be the reason of a refusal; an older one is not', () => {
    const profile = { displayName: '', photoURL: '', editedAt: 10_000 };
    expect(cameTooSoon(profile, 11_000)).toBe(true);
    expect(cameTooSoon(profile, 60_000)).toBe(false);
    expect(cameTooSoon({ ...profile, editedAt: null }, 11_000)).toBe(false);
  });
});
