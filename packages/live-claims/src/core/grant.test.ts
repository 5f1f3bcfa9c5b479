import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { NO_GRANT, readGrant, readSessionsEnd } from './grant.ts';
import { timestampAt } from './timestamp.ts';

const at = (seconds: number, nanoseconds = 0) => timestampAt(seconds, nanoseconds);
const read = (document: Record<string, unknown>) => readGrant(appRoles, document);

describe('the grant in a document', () => {
  it.each([
    ['nothing', {}, NO_GRANT],
    ['no role', { role: null }, { role: null, expiresAt: null, disabled: false }],
    ['an end without a role', { roleExpiresAt: at(5) }, NO_GRANT],
    ['a role', { role: 'editor' }, { role: 'editor', expiresAt: null, disabled: false }],
    [
      'a role without an end',
      { role: 'editor', roleExpiresAt: null, disabled: false },
      { role: 'editor', expiresAt: null, disabled: false },
    ],
    [
      'a role for a time, rounded down',
      { role: 'editor', roleExpiresAt: at(5, 999_999_999) },
      { role: 'editor', expiresAt: 5, disabled: false },
    ],
    [
      'a disabled account, whatever else is there',
      { role: 'nonsense', roleExpiresAt: 'never', disabled: true },
      { role: null, expiresAt: null, disabled: true },
    ],
  ])('is %s', (_, document, grant) => {
    expect(read(document)).toEqual({ grant, problem: null });
  });

  it.each([
    [{ disabled: 'yes' }, 'disabled', '"yes"', 'must be true or false, not "yes".'],
    [{ disabled: null }, 'disabled', 'null', 'must be true or false, not null.'],
    [{ role: 42 }, 'role', '42', 'must be a text, not 42.'],
    [{ role: ['admin'] }, 'role', '["admin"]', 'must be a text, not ["admin"].'],
    [
      { role: 'editor', roleExpiresAt: 'never' },
      'roleExpiresAt',
      '"never"',
      'must be a timestamp, not "never".',
    ],
  ])('has a problem with %j', (document, field, value, end) => {
    expect(read(document)).toEqual({
      // What is there and is not false disables, as rules see it.
      grant: { ...NO_GRANT, disabled: field === 'disabled' },
      problem: { code: 'wrong-type', message: `The field "${field}" ${end}`, field, value },
    });
  });

  it.each([
    [
      ' editor',
      'stray-blank',
      'The role " editor" has a blank before or after it. Write "editor".',
    ],
    [
      'editor\n',
      'stray-blank',
      'The role "editor\\n" has a blank before or after it. Write "editor".',
    ],
    ['Editor', 'unknown-role', 'There is no role "Editor". Did you mean "editor"?'],
    [' EDITOR ', 'unknown-role', 'There is no role " EDITOR ". Did you mean "editor"?'],
    ['root', 'unknown-role', 'There is no role "root". Use one of: viewer, editor, admin, owner.'],
    ['', 'unknown-role', 'There is no role "". Use one of: viewer, editor, admin, owner.'],
    [
      'constructor',
      'unknown-role',
      'There is no role "constructor". Use one of: viewer, editor, admin, owner.',
    ],
  ])('does not guess at the role %j', (role, code, message) => {
    expect(read({ role })).toEqual({
      grant: NO_GRANT,
      problem: { code, message, field: 'role', value: JSON.stringify(role) },
    });
  });
});

describe('a role that cannot be seen to be wrong', () => {
  it.each([
    [
      'editor\u200b',
      'There is no role "editor\\u{200b}". Use one of: viewer, editor, admin, owner.',
    ],
    ['editor\u00a0', 'The role "editor\\u{a0}" has a blank before or after it. Write "editor".'],
    [
      '\u202eeditor',
      'There is no role "\\u{202e}editor". Use one of: viewer, editor, admin, owner.',
    ],
    ['\ud800', 'There is no role "\\ud800". Use one of: viewer, editor, admin, owner.'],
  ])('is shown with its code: %j', (role, message) => {
    expect(read({ role }).problem?.message).toBe(message);
  });

  it.each([{ Role: 'editor' }, { 'role ': 'editor' }, { role: null, ROLE: ['editor'] }])(
    'stands under another name: %j',
    (document) => {
      const { grant, problem } = read(document);
      expect(grant).toEqual(NO_GRANT);
      expect(problem?.code).toBe('misnamed-field');
      expect(problem?.message).toMatch(/is not read\. The role stands in "role"\.$/);
    },
  );

  it.each([{ Role: null }, { role: 'editor', Role: 'owner' }, { roles: ['editor'] }])(
    'is a field of the app: %j',
    (document) => expect(read(document).problem).toBeNull(),
  );
});

describe('the end of the sessions in a document', () => {
  const VERSION = 5_000_007;

  it.each([
    ['never', {}, null],
    ['never, written down', { sessionsRevokedAt: null }, null],
    ['a second, rounded down', { sessionsRevokedAt: at(4, 999_999_999) }, 4],
    ['the moment of the revision itself', { sessionsRevokedAt: at(5, 7_999) }, 5],
  ])('is %s', (_, document, endedAt) => {
    expect(readSessionsEnd(document, VERSION)).toEqual({ endedAt, problem: null });
  });

  it('is a problem after the revision that names it', () => {
    expect(readSessionsEnd({ sessionsRevokedAt: at(5, 8_000) }, VERSION)).toEqual({
      // Every session up to this revision.
      endedAt: 5,
      problem: {
        code: 'in-the-future',
        message:
          'The field "sessionsRevokedAt" lies in the future, so no sign-in could follow it. Set it to now.',
        field: 'sessionsRevokedAt',
        value: '1970-01-01T00:00:05.000Z',
      },
    });
  });

  it('is a problem when it is no time', () => {
    expect(readSessionsEnd({ sessionsRevokedAt: 5 }, VERSION)).toEqual({
      // Every session up to this revision.
      endedAt: 5,
      problem: {
        code: 'wrong-type',
        message: 'The field "sessionsRevokedAt" must be a timestamp, not 5.',
        field: 'sessionsRevokedAt',
        value: '5',
      },
    });
  });
});
