import { describe, expect, it } from 'vitest';
import { readAddresses } from './read-addresses.ts';

const emails = (text: string) =>
  readAddresses(text)
    .filter(({ isAddress, isRepeated }) => isAddress && !isRepeated)
    .map(({ email }) => email);

describe('addresses in a pasted text', () => {
  it.each([
    ['lines', 'a@example.com\nb@example.com\r\nc@example.com\n'],
    ['commas', 'a@example.com,b@example.com, c@example.com'],
    ['semicolons', 'a@example.com; b@example.com;c@example.com;'],
    ['cells of a spreadsheet', 'a@example.com\tb@example.com\nc@example.com'],
    ['blanks', ' a@example.com  b@example.com c@example.com '],
    ['names', 'Ada <a@example.com>, "Lovelace, B." <b@example.com>; C <mailto:c@example.com>'],
  ])('are found between %s', (_, text) => {
    expect(emails(text)).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
  });

  it('are in lower case, and each once', () => {
    expect(readAddresses('Ada@Example.com\nada@example.com')).toEqual([
      { email: 'ada@example.com', isAddress: true, isRepeated: false },
      { email: 'ada@example.com', isAddress: true, isRepeated: true },
    ]);
  });

  it('are told from what is none, which stays as it was written', () => {
    expect(readAddresses('Ada Lovelace\nada@localhost\na@b@c.example')).toEqual([
      { email: 'Ada Lovelace', isAddress: false, isRepeated: false },
      { email: 'ada@localhost', isAddress: false, isRepeated: false },
      { email: 'a@b@c.example', isAddress: false, isRepeated: false },
    ]);
    expect(readAddresses(' \n, ;')).toEqual([]);
  });
});
