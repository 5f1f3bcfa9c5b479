import { declaredParams } from 'firebase-functions/params';
import { expect, it } from 'vitest';
import { COLLECTION, FIELD } from '../../live-claims/src/core/name-patterns.ts';
import './index.ts';

it.each([
  ['USERS_COLLECTION', COLLECTION],
  ['ROLE_FIELD', FIELD],
])('%s may be what the configuration takes', (name, pattern) => {
  const param = declaredParams.find((each) => 'name' in each && each.name === name);
  const { options } = param as { options?: { input?: { text?: { validationRegex?: string } } } };
  expect(options?.input?.text?.validationRegex).toBe(pattern.source);
});
