import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdopterProject, complaints, RUNS, runCompiled } from './adopter-project.ts';

/** An adopter's project, with the packed package installed beside the SDKs. */
const project = new AdopterProject();

beforeAll(() => project.useInstalledSdks(), 120_000);
afterAll(() => project.remove());

describe.each(['module', 'commonjs'] as const)('in a project of kind %s', (kind) => {
  let folder: string;
  beforeAll(() => {
    folder = project.adopt(kind);
  });

  it('an adopter of thirty lines type-checks, and so do the declarations', async () => {
    expect(await complaints(folder)).toEqual([]);
  });

  it('what was compiled runs: the functions are there, and importing them opened nothing', async () => {
    expect(await runCompiled(folder, kind)).toEqual(RUNS);
  });
});

const TYPING_ERRORS = [
  ["useCan('users.manage')", "useCan('users.mange')"],
  ["grantRoles: 'users.manage'", "grantRoles: 'users.mnage'"],
  ["requires('threads.read'", "requires('threads.raed'"],
] as const;

it('a typing error in a permission is an error of types: page, configuration and guard', async () => {
  const folder = project.adopt('module', (text) =>
    TYPING_ERRORS.reduce((so, [right, wrong]) => so.replace(right, wrong), text),
  );
  const found = (await complaints(folder)).join('\n');
  for (const [, wrong] of TYPING_ERRORS) {
    expect(found).toContain(/'([a-z.]+)'/.exec(wrong)?.[1]);
  }
});
