import { expect, it } from 'vitest';
import { comesFromElsewhere, type RequestOrigin } from './same-origin.ts';

const from = (says: Partial<RequestOrigin>) =>
  comesFromElsewhere({
    method: 'POST',
    site: undefined,
    origin: undefined,
    hosts: ['app.example', undefined],
    ...says,
  });

it.each([
  { site: 'same-origin', origin: 'https://other.example' },
  { origin: 'https://app.example' },
  { origin: 'https://front.example', hosts: ['app.example', 'front.example'] },
  { method: 'GET', site: 'cross-site' },
  { method: 'HEAD', origin: 'https://other.example' },
  {},
])('%j is of the app itself, or of no browser', (says) => {
  expect(from(says)).toBe(false);
});

it.each([
  { site: 'cross-site' },
  { site: 'same-site', origin: 'https://app.example' },
  { site: 'none' },
  { site: '' },
  { origin: 'https://evil.example' },
  { origin: 'https://app.example.evil.example' },
  { origin: 'https://app.example:8443' },
  { origin: 'null' },
  { origin: '' },
  { method: 'DELETE', site: 'cross-site' },
])('%j is of another site', (says) => {
  expect(from(says)).toBe(true);
});
