import { expect, it } from 'vitest';
import { auditConditions } from './audit-filter.ts';

it('asks for what is given, and for nothing else', () => {
  expect(auditConditions({}, String)).toEqual([]);
  const filter = { uid: 'ada', actor: 'boss', types: ['session-revoked'], job: null } as const;
  expect(auditConditions({ ...filter, from: 1, to: 2 }, String)).toEqual([
    { field: 'uid', is: '==', value: 'ada' },
    { field: 'actor.uid', is: '==', value: 'boss' },
    { field: 'type', is: 'in', value: ['session-revoked'] },
    { field: 'job', is: '==', value: null },
    { field: 'at', is: '>=', value: '1' },
    { field: 'at', is: '<', value: '2' },
  ]);
});
