import { expect, it } from 'vitest';
import { ORG_CALLABLES } from '../../live-claims/src/core/index.ts';
import { orgConfig } from '../../live-claims/src/testing/org-config.ts';
import { defineLiveClaims } from './lib.ts';

it('has what an app with organisations needs, for a configuration with them', () => {
  const names = Object.keys(defineLiveClaims(orgConfig, { provisioning: false }));
  expect(names).toEqual(
    expect.arrayContaining([
      'syncClaims',
      'runJob',
      'syncMembership',
      ...Object.keys(ORG_CALLABLES),
    ]),
  );
});
