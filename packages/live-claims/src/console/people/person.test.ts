import { describe, expect, it } from 'vitest';
import { type Marker, timestampAt } from '../../core/index.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { addressOf, effectiveRole, progressOf, toMarker, toPerson } from './person.ts';

const EDITED_AT = 1_764_000_000_000;

const marker: Marker = {
  claimsUpdatedAt: timestampAt(EDITED_AT / 1000, 84_000_000),
  version: EDITED_AT * 1000,
  role: 'editor',
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
  disabledInAuth: false,
  email: null,
  emailVerified: false,
  loweredVersion: 0,
  expiresAt: null,
  refreshWithin: null,
};

describe('a person', () => {
  it('is called by name, else by e-mail address, else by account id', () => {
    expect(toPerson(appConfig, 'u1', { displayName: 'Ada', email: 'ada@example.com' }).name).toBe(
      'Ada',
    );
    expect(toPerson(appConfig, 'u1', { displayName: '  ', email: 'ada@example.com' }).name).toBe(
      'ada@example.com',
    );
    expect(toPerson(appConfig, 'u1', {}).name).toBe('u1');
  });

  it('keeps a text that is no role, and grants nothing by it', () => {
    const person = toPerson(appConfig, 'u1', { role: 'Admin ' });
    expect(person).toMatchObject({ roleText: 'Admin ', grantedRole: null });
  });
});

describe('what stands in the document', () => {
  it('stays known while the account is disabled, and is no role where it cannot be read', () => {
    expect(toPerson(appConfig, 'u1', { role: 'editor', disabled: true })).toMatchObject({
      assignedRole: 'editor',
      grantedRole: null,
      disabled: true,
      isMisspelt: false,
    });
    for (const role of ['Admin ', 42, { editor: true }]) {
      const person = toPerson(appConfig, 'u1', { role });
      expect(person, String(role)).toMatchObject({ assignedRole: null, isMisspelt: true });
    }
    expect(toPerson(appConfig, 'u1', { role: null })).toMatchObject({
      assignedRole: null,
      isMisspelt: false,
    });
  });

  it('disables by whatever is there and is not false, as the security rules read it', () => {
    for (const disabled of ['true', 'no', 1, true]) {
      expect(toPerson(appConfig, 'u1', { disabled }).disabled, String(disabled)).toBe(true);
    }
    expect(toPerson(appConfig, 'u1', { disabled: false }).disabled).toBe(false);
    expect(toPerson(appConfig, 'u1', {}).disabled).toBe(false);
  });
});

describe('the address of a person', () => {
  const person = toPerson(appConfig, 'u1', { email: 'old@example.com' });

  it('is the one of Firebase Auth, where the marker knows it, and says whether it is verified', () => {
    const stored = toMarker('u1', { ...marker, email: 'new@example.com', emailVerified: false });
    expect(addressOf(person, stored)).toEqual({ email: 'new@example.com', isUnverified: true });
  });

  it('is the document’s, of which nothing else is known, where the marker knows none', () => {
    expect(addressOf(person, null)).toEqual({ email: 'old@example.com', isUnverified: false });
    expect(addressOf(person, toMarker('u1', { ...marker }))).toEqual({
      email: 'old@example.com',
      isUnverified: false,
    });
  });
});

describe('the progress of a change', () => {
  const person = toPerson(appConfig, 'u1', { role: 'editor' });

  it('is applied, with the time it took, once the marker says what the document says', () => {
    expect(progressOf(person, marker)).toEqual({
      step: 'applied',
      after: 84,
      version: marker.version,
    });
  });

  it('is on its way while the marker still says something else', () => {
    expect(progressOf(toPerson(appConfig, 'u1', { role: 'admin' }), marker)).toEqual({
      step: 'applying',
    });
    expect(
      progressOf(toPerson(appConfig, 'u1', { role: 'editor', disabled: true }), marker),
    ).toEqual({
      step: 'applying',
    });
    expect(progressOf(person, null)).toEqual({ step: 'applying' });
  });

  it('is over where Firebase Auth disables the account: nothing more is on its way', () => {
    const stored = toMarker('u1', { ...marker, role: null, disabled: true, disabledInAuth: true });
    expect(progressOf(person, stored)).toMatchObject({ step: 'applied' });
  });

  it('is nothing to wait for where nothing is granted', () => {
    expect(progressOf(toPerson(appConfig, 'u1', {}), null).step).toBe('applied');
  });

  it('is rejected with the problem’s words, while the last role goes on to count', () => {
    const message = 'There is no role "Admin ".';
    const rejected: Marker = {
      ...marker,
      status: 'rejected',
      problem: { code: 'stray-blank', message },
    };
    const typed = toPerson(appConfig, 'u1', { role: 'Admin ' });
    expect(progressOf(typed, rejected)).toEqual({ step: 'rejected', message });
    expect(effectiveRole(typed, rejected)).toBe('editor');
  });

  it('gives no time where the clocks make none', () => {
    const early = { ...marker, claimsUpdatedAt: timestampAt(EDITED_AT / 1000 - 5) };
    expect(progressOf(person, early)).toMatchObject({ step: 'applied', after: null });
  });
});
