import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type * as Runner from '../../packages/live-claims/src/testing/conformance.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { type Patch, patchOf, patchSources } from '../support/patch-source.ts';
import { BUGS } from './bugs.ts';

const SOURCE = 'packages/live-claims/src';
const conformance: Runner.Conformance = JSON.parse(
  await readFile(path.join(ROOT, 'packages/live-claims/conformance/cases.json'), 'utf8'),
);

const patch = (file: string, find: string, replace: string): Patch =>
  patchOf({ file: `${SOURCE}/${file}`, find, replace });

/** What a client of another language may well get wrong, beside the seeded bugs of the model check. */
type Mistake = readonly [name: string, patches: readonly Patch[]];

const MISTAKES: readonly Mistake[] = [
  [
    'the cache is believed after the server has spoken',
    [patch('web/claims-state.ts', 'if (fromCache && state.confirmed) return', 'if (false) return')],
  ],
  [
    'the cache ends sessions',
    [
      patch('web/claims-plan.ts', 'state.confirmed ? state.marker : null;', 'state.marker;'),
      patch('web/claims-plan.ts', '  if (!state.settingsFromServer) return null;\n', ''),
    ],
  ],
  [
    'an older marker of the server is ignored',
    [
      patch(
        'web/claims-state.ts',
        '  const marker = parseHeardMarker(data);',
        '  const marker = parseHeardMarker(data);\n  if (marker && state.marker && marker.version < state.marker.version) return state;',
      ),
    ],
  ],
  [
    'the old token’s permissions stay until the new one comes',
    [
      patch(
        'web/claims-plan.ts',
        'permissions = permissions.filter((permission) => both.includes(permission));',
        'void both;',
      ),
    ],
  ],
  [
    'the marker’s role is granted before the token has it',
    [
      patch(
        'web/claims-plan.ts',
        'permissions = permissions.filter((permission) => both.includes(permission));',
        'permissions = both;',
      ),
    ],
  ],
  [
    'a role without a version counts',
    [patch('web/claims-plan.ts', 'token?.access.version ? grantedRole', 'token ? grantedRole')],
  ],
  [
    'only `true` disables',
    [patch('core/heard-marker.ts', 'disabled: disabled !== false', 'disabled: disabled === true')],
  ],
  [
    'a missing marker is taken for one that says nothing new',
    [
      patch(
        'web/claims-state.ts',
        'marker ?? { version: 0,',
        'marker ?? { ...token?.access, version: 0,',
      ),
      patch('web/claims-state.ts', 'role: null, expiresAt: null };\n  const', '};\n  const'),
    ],
  ],
  [
    'every refresh error ends the session',
    [
      patch(
        'web/errors.ts',
        'SESSION_END.get(codeOf(cause));',
        "SESSION_END.get(codeOf(cause)) ?? 'session-revoked';",
      ),
    ],
  ],
  [
    'a session that began in the second of the revocation ends too',
    [
      patch(
        'web/claims-plan.ts',
        'token.authTime < endedAt.seconds',
        'token.authTime <= endedAt.seconds',
      ),
    ],
  ],
  [
    'a time-bound role lasts until the next token',
    [patch('web/claims-plan.ts', 'effectiveRole(grant, now)', 'grant.role')],
  ],
  [
    'a lockdown locks the top role out as well',
    [patch('web/claims-plan.ts', 'lockdown && !isTop', 'lockdown')],
  ],
  [
    'a setting that cannot be read is ignored',
    [patch('core/access-settings.ts', 'return isReadable &&', 'return !isReadable ||')],
  ],
  [
    'a refused operation is retried whatever the reason',
    [
      patch(
        'web/refusal.ts',
        "    case 'token-stale': {",
        "    case 'not-allowed':\n    case 'token-stale': {",
      ),
    ],
  ],
  [
    'memberships of an old token stay until the new one comes',
    [patch('web/additional-claims.ts', 'needsBoth ? [own, marked(id)] : [own]', '[own]')],
  ],
  [
    'an own claim of an old token stays until the new one comes',
    [
      patch(
        'web/additional-claims.ts',
        '(needsBoth && !isSameJson(value, marked[claim]))',
        'false',
      ),
    ],
  ],
  [
    'a token that says something else of organisations is taken for current',
    [
      patch(
        'web/claims-state.ts',
        'access.expiresAt !== expiresAt || !!additional?.differ(state)',
        'access.expiresAt !== expiresAt',
      ),
    ],
  ],
  [
    'token and marker are compared by the order of their names',
    [
      patch(
        'core/json.ts',
        'return sorted(a) === sorted(b)',
        'return JSON.stringify(a) === JSON.stringify(b)',
      ),
    ],
  ],
  [
    'all claims of the token are compared, also those of other code',
    [
      patch(
        'core/claims.ts',
        'names.filter((name) => claims[name] !== undefined)',
        "Object.keys(claims).filter((name) => !['role', 'cv', 'rx'].includes(name))",
      ),
    ],
  ],
  [
    'a membership lasts until the next token',
    [patch('web/additional-claims.ts', 'side && effectiveRole(side, now)', 'side && side.role')],
  ],
  [
    'the client does not wake up for the end of a membership',
    [patch('web/additional-claims.ts', 'Object.values(ox ?? {})', '[]')],
  ],
  [
    'a lockdown leaves organisations open',
    [
      patch(
        'web/additional-claims.ts',
        'lockedDown ? { ...access, permissions: [] } : access',
        'access',
      ),
    ],
  ],
  [
    'what is beside a role without a version counts',
    [patch('web/additional-claims.ts', 'token?.access.version', 'token')],
  ],
  [
    'memberships of the marker count for every token',
    [patch('web/additional-claims.ts', 'token.om === 1', 'true')],
  ],
  [
    'a membership that the token names otherwise is looked up in the marker',
    [patch('web/additional-claims.ts', 'if (!named.includes(id)) yield', 'yield')],
  ],
  [
    'memberships without room in the token are forgotten',
    [patch('web/additional-claims.ts', 'token.om === 1', 'false')],
  ],
];

const WITHIN_THE_CLIENT = BUGS.filter(({ patches }) =>
  patches.every(({ file }) => file.startsWith(`${SOURCE}/web/`)),
).map(({ name, patches }): Mistake => [name, patches]);

/** The cases that a client with these patches fails. */
async function failedCases(patches: readonly Patch[]): Promise<string[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'conformance-'));
  try {
    const file = path.join(folder, 'runner.mjs');
    const { plugin, assertUsed } = patchSources(patches);
    await build({
      entryPoints: [path.join(ROOT, SOURCE, 'testing/conformance.ts')],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['firebase/*'],
      logLevel: 'silent',
      plugins: [plugin],
    });
    assertUsed();
    const { runCase } = (await import(pathToFileURL(file).href)) as typeof Runner;
    const failed: string[] = [];
    for (const one of conformance.cases) {
      if ((await runCase(conformance, one)).length > 0) failed.push(one.name);
    }
    return failed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the conformance cases', () => {
  it('are passed by the client as it is', async () => {
    expect(await failedCases([])).toEqual([]);
  });

  it.each([...WITHIN_THE_CLIENT, ...MISTAKES])('find it when %s', async (_, patches) => {
    expect(await failedCases(patches)).not.toEqual([]);
  });
});
