import { expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { parseBulkEdit } from './bulk-edit.ts';

const parse = (data: unknown) => parseBulkEdit(appRoles, data);

it('reads one action for a list of users, or for all with a role', () => {
  const uids = { people: { uids: ['ada'] }, action: { kind: 'set-role', role: 'viewer' } };
  expect(parse(uids)).toEqual(uids);
  const all = { people: { everybodyWith: { role: null } }, action: { kind: 'disable' } };
  expect(parse({ ...all, dryRun: true })).toEqual({ ...all, dryRun: true });
});

it('reads the words of a list of the directory, and no others', () => {
  const shown = { people: { matching: { state: 'expiring' } }, action: { kind: 'end-sessions' } };
  expect(parse(shown)).toEqual(shown);
  expect(() => parse({ ...shown, people: { matching: { page: '2' } } })).toThrow();
});

it('reads the failures and the undo of a job', () => {
  expect(parse({ retry: 'job1' })).toEqual({ retry: 'job1' });
  expect(parse({ undo: 'job1', reason: ' Oops ' })).toEqual({ undo: 'job1', reason: 'Oops' });
});

it('keeps the place of a change that cannot be read, with what is wrong', () => {
  const changes = [
    { uid: 'ada', role: 'viewer' },
    { email: ' Ben@Example.com', role: null },
    { uid: 'cyd', role: 'boss' },
    { email: 'nobody', role: 'viewer' },
    { uid: 'dan', email: 'dan@example.com', role: 'viewer' },
    { uid: 'eve' },
    { uid: 'fay', expiresAt: 5 },
    'gus',
  ];
  expect(parse({ changes })).toEqual({
    changes: [
      { uid: 'ada', role: 'viewer' },
      { email: 'ben@example.com', role: null },
      { invalid: expect.stringMatching(/^role must be one of: viewer/) },
      { invalid: expect.stringMatching(/^email /) },
      { invalid: 'must name uid or email.' },
      { invalid: 'must name role, disabled or endSessions.' },
      { invalid: 'must name role, disabled or endSessions.' },
      { invalid: expect.any(String) },
    ],
  });
});

it.each([
  ['no users', { people: { uids: [] }, action: { kind: 'enable' } }],
  ['an unknown action', { people: { uids: ['ada'] }, action: { kind: 'promote' } }],
  [
    'a role that there is not',
    { people: { uids: ['ada'] }, action: { kind: 'set-role', role: 'x' } },
  ],
  ['users twice', { people: { uids: ['ada'], everybodyWith: {} }, action: { kind: 'enable' } }],
  ['nothing', null],
  [
    'too many',
    { people: { uids: Array.from({ length: 10_001 }, String) }, action: { kind: 'enable' } },
  ],
])('refuses %s', (_, data) => {
  expect(() => parse(data)).toThrow();
});
