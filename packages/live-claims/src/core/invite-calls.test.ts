import { expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import {
  parseAddress,
  parseCreateInvites,
  parseInviteLimit,
  splitAddresses,
} from './invite-calls.ts';

it.each([
  ['a column', 'ada@example.com\nben@example.com\r\n', ['ada@example.com', 'ben@example.com']],
  [
    'commas and semicolons',
    'ada@example.com, ben@example.com;',
    ['ada@example.com', 'ben@example.com'],
  ],
  ['blanks', 'ada@example.com  ben@example.com', ['ada@example.com', 'ben@example.com']],
  [
    'names, as mail programs have them',
    'Ada Lovelace <ada@example.com>, "Ben" <ben@example.com> Cyd <cyd@example.com>',
    ['ada@example.com', 'ben@example.com', 'cyd@example.com'],
  ],
  [
    'what is none, as it stands',
    'Ada Lovelace\nada@example.com',
    ['Ada Lovelace', 'ada@example.com'],
  ],
  [
    'links, quotes and the cells of a spreadsheet',
    '<mailto:ada@example.com>\t"ben@example.com"\t(cyd@example.com)',
    ['ada@example.com', 'ben@example.com', 'cyd@example.com'],
  ],
  ['nothing', ' \n ,', []],
])('addresses are found in %s', (_, text, found) => {
  expect(splitAddresses(text)).toEqual(found);
});

it('an address comes back in lower case, and anything else as none', () => {
  expect(parseAddress(' Ada@Example.com ')).toBe('ada@example.com');
  expect(parseAddress('ada@')).toBeNull();
});

it('a request has an address at least, a hundred at most, and a role of the table', () => {
  const request = { emails: ['x'], role: 'viewer', expiresAt: 1 };
  expect(parseCreateInvites(appRoles, request)).toEqual(request);
  for (const emails of [[], Array(101).fill('x'), ['x'.repeat(1001)]]) {
    expect(() => parseCreateInvites(appRoles, { ...request, emails })).toThrow();
  }
  expect(() => parseCreateInvites(appRoles, { ...request, role: 'boss' })).toThrow();
});

it('the limit is read from the details of its refusal, and of no other one', () => {
  const limit = { reason: 'too-many-invites', perHour: 50, nextAt: 5 };
  expect(parseInviteLimit(limit)).toEqual(limit);
  expect(parseInviteLimit({ reason: 'rank-too-low' })).toBeNull();
});
