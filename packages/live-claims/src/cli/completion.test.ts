/// <reference types="node" />
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('./bin.ts', import.meta.url));
const CORE = fileURLToPath(new URL('../core/index.ts', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lc-completion-'));
  writeFileSync(
    path.join(folder, 'live-claims.config.mjs'),
    `import { defineConfig, defineRoles } from ${JSON.stringify(CORE)};
    export default defineConfig({
      roles: defineRoles({
        ranking: ['reader', 'writer', 'chief'],
        permissions: { reader: [], writer: [], chief: ['grant'] },
        initialRole: null,
      }),
      can: { grantRoles: 'grant' },
      orgs: {
        roles: defineRoles({
          ranking: ['guest', 'host'],
          permissions: { guest: [], host: ['invite'] },
          initialRole: null,
        }),
        can: { grantRoles: 'invite', listMembers: 'invite' },
        codes: { guest: 'g', host: 'h' },
      },
    });`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: 'utf8' });

/** What the shell is offered, without the descriptions and the last line, which is for the script. */
const offered = (...words: string[]) =>
  run('complete', '--', ...words)
    .stdout.trim()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0]);

describe('what is offered', () => {
  it('are commands at first, the options of a command, and the roles of this app', () => {
    const commands = offered('');
    expect(commands).toEqual(expect.arrayContaining(['show', 'grant', 'rules', 'completion']));
    expect(commands).not.toContain('complete');
    expect(offered('grant', 'ada', '--')).toContain('--expires');
    expect(offered('grant', 'ada', '')).toEqual(['reader', 'writer', 'chief']);
    expect(offered('lockdown', '')).toEqual(['on', 'off']);
    expect(offered('org', '')).toEqual(expect.arrayContaining(['members', 'set', 'remove']));
    expect(offered('org', 'set', 'acme', 'ada', '')).toEqual(['guest', 'host']);
  });

  it('are the words that an option takes, of this app where they are roles', () => {
    expect(offered('list', '--role', '')).toEqual(['reader', 'writer', 'chief', 'none']);
    expect(offered('list', '--state', 'd')).toEqual(['disabled']);
    expect(offered('list', '--role', 'none', '--state', '')).toContain('never-signed-in');
    expect(offered('list', '--sort', 'last')).toEqual(['lastSignInAt']);
    expect(offered('export', 'people', '--role', '')).toEqual(['reader', 'writer', 'chief']);
    expect(offered('log', '--type', 'session-')).toContain('session-revoked');
  });

  it('needs no configuration', () => {
    const { stdout, status } = spawnSync(process.execPath, [BIN, 'complete', '--', 'gr'], {
      cwd: tmpdir(),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toContain('grant');
  });
});

it('a shell that is not known is said to be so', () => {
  const { status, stderr } = run('completion', 'tcsh');
  expect(status).toBe(2);
  expect(stderr).toContain('bash, fish');
});

it('the help says how to set it up', () => {
  expect(run('completion', '--help').stdout).toContain('source <(');
  expect(run('--help').stdout).toMatch(/completion <shell> +print a script/);
});

/** What bash makes of the words before the cursor, as at a press of the Tab key. */
const BASH = `
_get_comp_words_by_ref() { cur="\${COMP_WORDS[COMP_CWORD]}"; words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; }
complete -p live-claims | grep -q __live_claims_complete || exit 1
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
__live_claims_complete
printf '%s\\n' "\${COMPREPLY[@]}"`;

/** The widgets of zsh's completion, replaced by what prints the choices. */
const ZSH = `
_describe() { print -l -- "\${completions[@]}"; }
words=("$@"); CURRENT=$#
_live-claims`;

const FISH = 'complete --do-complete "$WORDS"';

const has = (shell: string) => spawnSync(shell, ['--version']).error === undefined;

describe('the scripts, in their shells', () => {
  const typed = ['live-claims', 'grant', 'ada', 'wr'];
  it.runIf(has('bash'))('bash completes a role, and offers commands', () => {
    const script = run('completion', 'bash').stdout;
    const press = (...words: string[]) =>
      execFileSync('bash', ['-c', `${script}\n${BASH}`, 'bash', ...words], {
        cwd: folder,
        encoding: 'utf8',
        // `compopt` complains that no completion is under way.
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    expect(press(...typed)).toBe('writer\n');
    expect(press('live-claims', 'recon')).toBe('reconcile\n');
  });

  it.runIf(has('zsh'))('zsh completes a role', () => {
    const script = run('completion', 'zsh').stdout;
    const out = execFileSync(
      'zsh',
      ['-f', '-c', `compdef() { :; }\n${script}\n${ZSH}`, 'zsh', ...typed],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(out.trim().split('\n').at(-1)).toMatch(/^writer/);
  });

  it.runIf(has('fish'))('fish completes a role', () => {
    const script = run('completion', 'fish').stdout;
    const out = execFileSync('fish', ['--no-config', '-c', `${script}\n${FISH}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, WORDS: typed.join(' ') },
    });
    expect(out.trim()).toMatch(/^writer/);
  });
});
