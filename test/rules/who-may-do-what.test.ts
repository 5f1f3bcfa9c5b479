import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Expectation, expectations, marker } from './expectations.ts';
import { whoIsAllowed } from './outcomes.ts';
import { storedPost } from './posts.ts';
import { type PrincipalName, person, principals } from './principals.ts';
import { openTestProject, type TestProject } from './test-project.ts';

const everybody = Object.keys(principals) as PrincipalName[];

let project: TestProject;

beforeAll(async () => {
  const people = Object.values(principals);
  project = await openTestProject(people);
  const given = Object.entries(expectations).flatMap(([place, rows]) =>
    rows.flatMap((row) => people.map(({ uid }) => row.given?.(uid, idFor(place, row, uid)) ?? {})),
  );
  await project.seed({
    'users/somebody': person('viewer'),
    'userClaims/somebody': marker,
    'posts/published': storedPost('somebody', 'published'),
    'posts/draft': storedPost('somebody', 'draft'),
    ...Object.assign({}, ...given),
  });
});

afterAll(() => project?.close());

/** A document id that one principal uses for one expectation. */
const idFor = (place: string, { operation }: Expectation, uid: string): string =>
  `${place} ${operation} ${uid}`.replaceAll(/[^a-z]+/gi, '-');

describe.each(Object.entries(expectations))('%s', (place, rows) => {
  const titled = rows.map((row) => ({ ...row, title: row.allowed.join(', ') || 'nobody' }));

  it.each(titled)('$operation: $title', async (row) => {
    const allowed = await whoIsAllowed(principals, (principal) =>
      row.attempt(project.as(principal), principal.uid, idFor(place, row, principal.uid)),
    );
    expect(allowed).toEqual(everybody.filter((name) => row.allowed.includes(name)));
  });
});
