import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseMembers } from './matrix/expectations.ts';
import { claims, documents, elsewhere, fields, ids, matrix } from './orgs/cases.ts';
import { members, seeded } from './orgs/members.ts';
import { orgRulesText } from './orgs/org-app.ts';
import { emulatorAddress } from './support/emulator.ts';
import { billedLookUps, type CoverageReport, lookUpsIn } from './support/look-ups.ts';
import { openRulesProject, type Request } from './support/rules-project.ts';
import { namesOf, runChecks, seedChecks } from './support/run-checks.ts';

const project = openRulesProject(emulatorAddress(), 'demo-live-claims-orgs');
/** Of its own: the report of what was evaluated grows with every request. */
const counting = openRulesProject(emulatorAddress(), 'demo-live-claims-orgs-look-ups');

beforeAll(async () => {
  expect(await project.loadRules(orgRulesText())).toEqual([]);
  await seedChecks(project, [...matrix, ...fields, ...documents, ...claims, ...ids, ...elsewhere]);
  await counting.loadRules(orgRulesText());
  await seedChecks(counting, fields);
});

afterAll(() => {
  project.close();
  counting.close();
});

it.each([
  ['each member by each check, for each permission, here and there', matrix],
  ['notes with their organisation in a field, by queries and collection groups too', fields],
  ['the documents of organisations', documents],
  ['claims of the app’s own, and what they follow', claims],
  ['ids of organisations', ids],
  ['what is called the same elsewhere', elsewhere],
])('the rules decide as expected about %s', async (_, checks) => {
  expect(namesOf(await runChecks(project, checks))).toEqual([]);
});

it('the page has each member with the roles that they are asked with', () => {
  const page = readFileSync(new URL('../../docs/rules-matrix.md', import.meta.url), 'utf8');
  const none = ['none', 'none', 'none'];
  const asked = Object.entries(members).map(([name, { inAcme, inGlobex = none }]) => [
    name,
    { 'in acme': [...inAcme], 'in globex': [...inGlobex] },
  ]);
  expect(parseMembers(page)).toEqual(Object.fromEntries(asked));
});

it('refuse everything without a sign-in', async () => {
  // What is no claim is null for everyone.
  const asked = [...fields, ...documents, ...claims].filter(
    ({ name }) => !/ofNoClaim\/[ao]$/.test(name),
  );
  const signedOut = asked.map((check) => ({
    ...check,
    caller: () => ({ uid: 'no-account', claims: null }),
    allowed: false,
  }));
  expect(namesOf(await runChecks(project, signedOut))).toEqual([]);
});

const REQUESTS = 3;

/** How many documents Firestore bills for one such request, by its own report of what it evaluated. */
async function lookUpsOf(name: string, request: Request) {
  const { caller } = seeded(name, members[name] as (typeof members)[string]);
  await counting.seed({ 'settings/access': { lockdown: false, minimumAuthTime: null } });
  const counted = async () => lookUpsIn((await counting.coverage()) as CoverageReport);
  const before = await counted();
  for (let asked = 0; asked < REQUESTS; asked += 1) {
    expect(await counting.isAllowed(caller(), request)).toBe(true);
  }
  return billedLookUps(before, await counted(), REQUESTS) / REQUESTS;
}

// Firestore allows ten for one document or query ("Security Rules limits").
it.each([
  ['canIn', 'viewer', 0],
  ['canCurrentIn', 'viewer', 2],
  ['canNowIn', 'viewer', 3],
  ['canIn', 'one of many organisations, not named', 3],
  ['canCurrentIn', 'one of many organisations, not named', 4],
  ['canNowIn', 'one of many organisations, not named', 3],
] as const)('%s() for %s looks up %d documents, in lists as well', async (check, name, count) => {
  const where = { orgId: 'acme' };
  expect(await lookUpsOf(name, { get: `${check}/acme/notes.read/any` })).toBe(count);
  expect(await lookUpsOf(name, { list: `${check}/acme/notes.read` })).toBe(count);
  expect(await lookUpsOf(name, { list: `${check}ByField`, where })).toBe(count);
  expect(await lookUpsOf(name, { group: `${check}Group`, where })).toBe(count);
});

it('asks no document for an organisation that a token with room for all does not name', async () => {
  const counted = async () => lookUpsIn((await counting.coverage()) as CoverageReport);
  const { caller } = seeded('viewer', members.viewer as (typeof members)[string]);
  const before = await counted();
  for (const check of ['canIn', 'canCurrentIn']) {
    const request = { get: `${check}/globex/notes.read/any` };
    expect(await counting.isAllowed(caller(), request)).toBe(false);
  }
  expect(billedLookUps(before, await counted(), 2)).toBe(0);
});
