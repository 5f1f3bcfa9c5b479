import { FieldValue, Firestore, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { expect, it } from 'vitest';
import { plainValue } from './plain-value.ts';

const db = new Firestore({ projectId: 'demo-values' });

it.each<[string, unknown, unknown]>([
  ['a timestamp', Timestamp.fromMillis(0), '1970-01-01T00:00:00.000Z'],
  ['the last timestamp', new Timestamp(253_402_300_799, 999_999_999), '9999-12-31T23:59:59.999Z'],
  ['a map that looks like a timestamp', { seconds: 2 ** 53 - 1, nanoseconds: 0 }, undefined],
  ['a reference', db.doc('users/ada'), 'users/ada'],
  ['a reference in a list in a map', { a: [db.doc('users/ada')] }, { a: ['users/ada'] }],
  ['a place', new GeoPoint(1, 2), { latitude: 1, longitude: 2 }],
  ['bytes', Buffer.from('ada'), 'YWRh'],
  ['a vector', FieldValue.vector([1, 2]), 'a VectorValue'],
  ['no number', Number.NaN, 'NaN'],
  ['an endless number', Number.NEGATIVE_INFINITY, '-Infinity'],
  ['a great integer', 2n ** 60n, '1152921504606846976'],
])('%s in a document becomes plain JSON', (_, value, plain) => {
  const shown = plainValue({ field: value });
  expect(shown).toEqual({ field: plain ?? value });
  expect(JSON.parse(JSON.stringify(shown))).toEqual({ field: plain ?? value });
});
