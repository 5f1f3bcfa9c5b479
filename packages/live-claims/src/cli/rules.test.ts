import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { defineConfig } from '../core/index.ts';
import { appConfig } from '../testing/app-roles.ts';
import { main } from './live-claims.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

const OWN = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /users/{uid} {
      allow read: if request.auth.uid == uid;
    }
  }
}
`;

const made: string[] = [];
const before = process.cwd();
afterEach(() => {
  process.chdir(before);
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** An app with these files, in which the command is run. */
function app(files: Readonly<Record<string, unknown>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-claims-rules-'));
  made.push(folder);
  const fileOf = (name: string) => path.join(folder, name);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(fileOf(name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return {
    has: (name: string) => existsSync(fileOf(name)),
    read: (name: string) => readFileSync(fileOf(name), 'utf8'),
    async rules(args: readonly string[] = [], answer: string | null = null, config = appConfig) {
      process.chdir(folder);
      const terminal = fakeTerminal({}, answer);
      const code = await main(['rules', ...args], config, terminal);
      return { code, ...terminal.written(), questions: terminal.questions };
    },
  };
}

const FIREBASE = { firestore: { rules: 'firestore.rules' } };

describe('live-claims rules', () => {
  it('shows what it will write, asks, writes, and then finds nothing to do', async () => {
    const { rules, read } = app({ 'firebase.json': FIREBASE, 'firestore.rules': OWN });
    const first = await rules([], 'y');
    expect(first.code).toBe(0);
    expect(first.err).toContain('firestore.rules, from line 7');
    expect(first.err).toContain('+     // <live-claims>');
    expect(first.err).toMatch(/and \d+ more lines/);
    expect(first.questions).toHaveLength(1);
    expect(read('firestore.rules')).toContain('function changesAccess()');
    expect(read('firestore.rules')).toContain('allow read: if request.auth.uid == uid;');

    const again = await rules();
    expect(again).toMatchObject({ code: 0, err: '', questions: [] });
    expect(again.out).toContain('✔ firestore.rules is up to date');
    expect((await rules(['--check'])).code).toBe(0);
  });

  it('creates the file that firebase.json names', async () => {
    const { rules, read } = app({ 'firebase.json': { firestore: { rules: 'my.rules' } } });
    expect(await rules(['--yes'])).toMatchObject({ code: 0 });
    expect(read('my.rules')).toMatch(/^rules_version = '2';/);
    expect((await rules()).out).toContain('✔ my.rules is up to date');
  });

  it.each([
    [['--check'], 1, 'is not up to date'],
    [['--dry-run'], 0, 'Nothing was written'],
  ])('writes nothing with %j, and shows the whole difference', async (args, code, sentence) => {
    const { rules, read } = app({ 'firebase.json': FIREBASE, 'firestore.rules': OWN });
    const answer = await rules(args);
    expect(answer.code).toBe(code);
    expect(answer.out).toContain(sentence);
    expect(answer.err).toContain('+     // </live-claims>');
    expect(read('firestore.rules')).toBe(OWN);
  });

  it('shows what a change of the roles changes, and no more', async () => {
    const { rules, read } = app({ 'firebase.json': FIREBASE, 'firestore.rules': OWN });
    await rules(['--yes']);
    const { roles } = appConfig;
    const permissions = { ...roles.permissions, viewer: ['posts.read', 'posts.like'] };
    const changed = { ...appConfig, roles: { ...roles, permissions } } as typeof appConfig;
    const { err } = await rules(['--check'], null, changed);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^firestore.rules, from line \d+$/),
      "-         'viewer': ['posts.read'],",
      "+         'viewer': ['posts.read', 'posts.like'],",
    ]);
    expect(read('firestore.rules')).not.toContain('posts.like');
  });

  it.each([
    ['n', 4],
    [null, 4],
  ])('leaves the file alone when the answer is %j', async (answer, code) => {
    const { rules, read } = app({ 'firebase.json': FIREBASE, 'firestore.rules': OWN });
    expect((await rules([], answer)).code).toBe(code);
    expect(read('firestore.rules')).toBe(OWN);
  });

  it('finds the rules of the configured database among several', async () => {
    const firestore = [{ rules: 'a.rules' }, { database: 'hospital', rules: 'b.rules' }];
    const { rules, has } = app({ 'firebase.json': { firestore } });
    const { ranking, permissions, initialRole } = appConfig.roles;
    const config = defineConfig({
      roles: { ranking, permissions, initialRole },
      can: { grantRoles: 'roles.grant' },
      database: 'hospital',
    });
    expect((await rules(['--yes'], null, config as typeof appConfig)).code).toBe(0);
    expect([has('a.rules'), has('b.rules')]).toEqual([false, true]);
  });

  it('keeps the line ends of Windows', async () => {
    const { rules, read } = app({
      'firebase.json': FIREBASE,
      'firestore.rules': OWN.replaceAll('\n', '\r\n'),
    });
    await rules(['--yes']);
    expect(read('firestore.rules')).not.toMatch(/[^\r]\n/);
    expect((await rules(['--check'])).code).toBe(0);
  });

  it.each([
    ['no firebase.json', {}, 2, 'no-rules', 'firebase init'],
    ['no rules in it', { 'firebase.json': {} }, 2, 'no-rules', '"firestore": {"rules"'],
    [
      'rules of version 1',
      { 'firebase.json': FIREBASE, 'firestore.rules': OWN.replace("'2'", "'1'") },
      4,
      'firestore.rules:1:1: These rules are of version 1',
      "rules_version = '2';",
    ],
    [
      'rules that cannot be read',
      { 'firebase.json': FIREBASE, 'firestore.rules': OWN.replace('if request', 'if && request') },
      4,
      'firestore.rules:5:22: Expected a value, found `&`',
      'Correct the rules there',
    ],
    [
      'a permission that no role holds',
      {
        'firebase.json': FIREBASE,
        'firestore.rules': OWN.replace('request.auth.uid == uid', "can('posts.raed')"),
      },
      4,
      "firestore.rules:5:22: The rules ask can('posts.raed')",
      'posts.read',
    ],
  ])('refuses %s with a sentence', async (_, files, code, message, next) => {
    const { rules } = app(files);
    const answer = await rules(['--yes']);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(message);
    expect(answer.err).toContain(next);
    expect(answer.err).not.toMatch(/at .*\.ts:/);
  });

  it('answers a program in JSON', async () => {
    const { rules } = app({ 'firebase.json': FIREBASE, 'firestore.rules': OWN });
    const { out, err } = await rules(['--check', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      file: 'firestore.rules',
      upToDate: false,
      written: false,
      diff: expect.arrayContaining(['+     // <live-claims>']),
    });
    expect(err).toBe('');
  });
});
