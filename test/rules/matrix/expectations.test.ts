import { expect, it } from 'vitest';
import { isAdmitted, parseExpectations, SIGNED_OUT } from './expectations.ts';

const persons = `
| person | current | behind |
|---|---|---|
| admin | admin | admin / out / viewer |
`;
const table = `
### posts

| operation | fields | own | others |
|---|---|---|---|
| get | | anyone | marker: editor |
| create, update | role, version | no one | document: admin |
`;

it('reads standings and admissions', () => {
  const { standings, admissions } = parseExpectations(persons + table);
  expect(standings.admin).toEqual({
    current: { token: 'admin', marker: 'admin', document: 'admin' },
    behind: { token: 'admin', marker: 'out', document: 'viewer' },
  });
  expect(Object.keys(admissions.posts ?? {})).toEqual([
    'get',
    'create role',
    'create version',
    'update role',
    'update version',
  ]);
  expect(admissions.posts?.['update role']?.others).toEqual({ by: 'document', from: 'admin' });
});

it.each([
  ['an unknown word', persons.replace('| admin | admin |', '| admin | boss |'), /"boss"/],
  ['an unknown source', table.replace('marker: editor', 'maker: editor'), /"maker"/],
  ['two words of three', persons.replace('admin / out / viewer', 'admin / out'), /cannot be read/],
  ['a cell too few', table.replace('| anyone | marker: editor |', '| anyone |'), /a row of 1/],
  ['the same row twice', table.replace('create, update', 'create, create'), /twice/],
  ['the same person twice', persons + persons, /twice/],
])('refuses %s', (_, page, message) => {
  expect(() => parseExpectations(page)).toThrow(message);
});

it('admits by rank, and no one without a valid session or token', () => {
  const admin = { token: 'admin', marker: 'none', document: 'out' } as const;
  expect(isAdmitted({ by: 'token', from: 'editor' }, admin, true)).toBe(true);
  expect(isAdmitted({ by: 'token', from: 'owner' }, admin, true)).toBe(false);
  expect(isAdmitted({ by: 'marker', from: 'viewer' }, admin, true)).toBe(false);
  expect(isAdmitted('any profile', admin, true)).toBe(false);
  expect(isAdmitted('any profile', { ...admin, document: 'none' }, true)).toBe(true);
  expect(isAdmitted('anyone', SIGNED_OUT, true)).toBe(true);
  expect(isAdmitted('anyone', SIGNED_OUT, false)).toBe(false);
  expect(isAdmitted('no one', admin, true)).toBe(false);
});
