import { expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { toMarker, toPerson } from './person.ts';
import { verdictOf } from './verdict.ts';

const AT = 1_764_000_000;
const stored = (more: object) => ({
  claimsUpdatedAt: timestampAt(AT, 84_000_000),
  version: AT * 1_000_000,
  role: 'editor',
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  ...more,
});

function verdict(
  document: Record<string, unknown> | null,
  marker: object | null,
  problems: readonly string[] | null = null,
) {
  const person = toPerson(appConfig, 'u1', document ?? {});
  return verdictOf(person, document, marker && toMarker('u1', stored(marker)), problems);
}

it('finds nothing wrong where document and marker agree, or nothing is granted', () => {
  expect(verdict({ role: 'editor' }, {})).toMatchObject({ ok: true, next: null });
  expect(verdict(null, null)).toMatchObject({ ok: true, text: 'Nothing is granted.' });
});

it('speaks of the claims only where they are known', () => {
  expect(verdict({ role: 'editor' }, {}).text).toBe('Document and marker agree.');
  expect(verdict({ role: 'editor' }, {}, []).text).toBe('Document, claims and marker agree.');
  const problem = 'The account’s claims are not what the document says.';
  expect(verdict({ role: 'editor' }, {}, [problem])).toMatchObject({
    ok: false,
    text: problem,
    next: expect.stringContaining('Re-apply'),
  });
  // What the document waits for comes first: the claims follow it.
  expect(verdict({ role: 'admin' }, {}, [problem]).text).toContain('have not followed yet');
});

it('says what is wrong, and the cure', () => {
  expect(verdict({ role: 'admin' }, {})).toMatchObject({
    ok: false,
    next: expect.stringContaining('re-apply'),
  });
  const message = 'There is no role "Admin ".';
  const problem = { code: 'stray-blank', message };
  expect(verdict({ role: 'Admin ' }, { role: null, status: 'rejected', problem })).toMatchObject({
    ok: false,
    text: message,
    next: expect.stringContaining('Choose a role'),
  });
  expect(verdict({ role: 'editor' }, { disabledInAuth: true })).toMatchObject({
    ok: false,
    text: expect.stringContaining('disabled in Firebase Auth'),
  });
});
