import { afterAll, beforeAll, expect, it } from 'vitest';
import { emulatorAddress, rulesText } from './support/emulator.ts';
import { billedLookUps, type CoverageReport, lookUpsIn } from './support/look-ups.ts';
import { markerDocument, storedPost, tokenClaims, userDocument } from './support/people.ts';
import { openRulesProject, type Request } from './support/rules-project.ts';

/** Each check alone, on a collection of its own. */
const CHECKS = ['can', 'canCurrent', 'canNow'] as const;
const probes = CHECKS.map(
  (check) => `match /${check}/{any} { allow read: if ${check}('posts.read'); }`,
).join('\n');
const END = /\n {2}\}\n\}\n*$/;

const REQUESTS = 5;
const project = openRulesProject(emulatorAddress(), 'demo-live-claims-look-ups');

beforeAll(async () => {
  const rules = rulesText();
  expect(rules).toMatch(END);
  await project.loadRules(rules.replace(END, (end) => `\n${probes}${end}`));
  await project.seed({
    'settings/access': { lockdown: false, minimumAuthTime: null },
    'users/me': userDocument('viewer'),
    'userClaims/me': markerDocument('viewer'),
    'posts/out': storedPost('another-author', 'published'),
    'posts/draft': storedPost('another-author', 'draft'),
  });
});

afterAll(() => project.close());

const counted = async () => lookUpsIn((await project.coverage()) as CoverageReport);

/** The paths that one such request looks up, and how many documents Firestore bills for it. */
async function lookUpsOf(request: Request, allowed: boolean) {
  const caller = { uid: 'me', claims: tokenClaims('viewer') };
  const before = await counted();
  for (let asked = 0; asked < REQUESTS; asked += 1) {
    expect(await project.isAllowed(caller, request)).toBe(allowed);
  }
  const after = await counted();
  const paths = [...after].filter(([path, times]) => times > (before.get(path) ?? 0));
  const collections = paths.map(([path]) => /documents\/(\w+)/.exec(path)?.[1]);
  return {
    collections: [...new Set(collections)].toSorted(),
    perRequest: billedLookUps(before, after, REQUESTS) / REQUESTS,
  };
}

// By Firestore's own report of what it evaluated. `exists()` and `get()` of one document are two
// evaluations of one path, which Firestore bills once.
it.each([
  ['can', { collections: [], perRequest: 0 }],
  ['canCurrent', { collections: ['settings', 'userClaims'], perRequest: 2 }],
  ['canNow', { collections: ['settings', 'users'], perRequest: 2 }],
] as const)('%s() alone looks up %j', async (check, expected) => {
  expect(await lookUpsOf({ get: `${check}/any` }, true)).toEqual(expected);
});

it('a published post is read without any look-up', async () => {
  const { perRequest } = await lookUpsOf({ get: 'posts/out' }, true);
  expect(perRequest).toBe(0);
});

it('without the permission in the token the marker is not looked up either', async () => {
  const { perRequest } = await lookUpsOf({ get: 'posts/draft' }, false);
  expect(perRequest).toBe(0);
});
