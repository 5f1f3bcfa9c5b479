import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdopterProject, complaints, RUNS, runBin, runCompiled } from './adopter-project.ts';

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

it('the command line is there, and reads the configuration as it stands', async () => {
  const { version } = JSON.parse(
    readFileSync(path.join(project.folder, 'node_modules/live-claims/package.json'), 'utf8'),
  );
  expect(await runBin(project, ['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  const cwd = project.adopt('commonjs');
  const { code, stderr } = await runBin(project, ['grant', 'ada', 'boss'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('The roles are member, moderator, owner');
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
