import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { init } from './init.ts';
import type { InitOptions } from './init-options.ts';
import type { Questions } from './questions.ts';

type Files = Readonly<Record<string, string | object>>;

const RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /users/{uid} {
      allow read: if request.auth.uid == uid;
    }
  }
}
`;

/** A React app with functions that live-claims fits into. */
const APP: Files = {
  'firebase.json': {
    firestore: { rules: 'firestore.rules', indexes: 'firestore.indexes.json' },
    functions: { source: 'functions', runtime: 'nodejs24' },
  },
  'firestore.rules': RULES,
  'firestore.indexes.json': { indexes: [], fieldOverrides: [] },
  'package.json': { dependencies: { firebase: '^12.0.0', react: '^19.0.0' } },
  'src/main.jsx': "createRoot(document.querySelector('#root')).render(<App />);\n",
  'src/firebase.js': "import { initializeApp } from 'firebase/app';\ninitializeApp({});\n",
  'functions/package.json': {
    main: 'index.js',
    dependencies: { 'firebase-functions': '^7.0.0', 'firebase-admin': '^13.0.0' },
  },
  'functions/index.js': "require('firebase-admin/app').initializeApp();\nexports.hello = 1;\n",
};

const OLD: Files = {
  ...APP,
  'firebase.json': `{
  // Ours since 2021.
  "firestore": { "rules": "firestore.rules", "indexes": "firestore.indexes.json" },
  "functions": { "source": "functions", "runtime": "nodejs20" }
}
`,
  'functions/package.json': {
    dependencies: { 'firebase-functions': '^5.1.0', 'firebase-admin': '^12.0.0' },
  },
};

const OPTIONS: InitOptions = {
  roles: [
    { name: 'member', permissions: ['posts.read'] },
    { name: 'owner', permissions: ['posts.delete'] },
  ],
  dryRun: false,
  yes: true,
  install: false,
  json: false,
};

/** An app on the disk, in which the package is installed as it is here. */
class App {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'lc-init-'));

  constructor(files: Files) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    }
    mkdirSync(path.join(this.folder, 'node_modules'));
    symlinkSync(
      path.resolve(import.meta.dirname, '../../..'),
      path.join(this.folder, 'node_modules/live-claims'),
      'junction',
    );
  }

  async init(options: Partial<InitOptions> = {}, questions: Questions | null = null) {
    const terminal = fakeTerminal();
    const installed: string[] = [];
    const code = await init(
      { ...OPTIONS, ...options },
      {
        terminal,
        cwd: this.folder,
        version: '0.1.0',
        questions,
        install: async (folder) => void installed.push(path.relative(this.folder, folder)),
      },
    );
    const { out, err } = terminal.written();
    return { code, out, err, installed };
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Every file of the app, with its text. */
  all(): Record<string, string> {
    const names = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
    return Object.fromEntries(names.map((name) => [name, this.read(name)]));
  }
}

describe('functions of older SDKs', () => {
  it('get a second codebase beside them, and no file of theirs is touched', async () => {
    const app = new App(OLD);
    const before = app.all();
    const { err } = await app.init();
    expect(err).toContain('firebase-functions ^5.1.0; live-claims needs 6.2');
    const after = app.all();
    expect(after['functions/index.js']).toBe(before['functions/index.js']);
    expect(after['functions/package.json']).toBe(before['functions/package.json']);
    expect(Object.keys(after).filter((file) => !(file in before))).toEqual([
      'live-claims/.gitignore',
      'live-claims/index.js',
      'live-claims/live-claims.config.js',
      'live-claims/package.json',
      'src/live-claims.js',
    ]);
  });

  it('keep what firebase.json says of them, its comments and its layout', async () => {
    const app = new App(OLD);
    await app.init();
    expect(app.read('firebase.json')).toMatch(
      /^\{\n {2}\/\/ Ours since 2021\.\n[\s\S]*"functions": \[\n {4}\{ "source": "functions", "runtime": "nodejs20" \},\n {4}\{\n {6}"source": "live-claims",/,
    );
  });

  it('are not changed on request either', async () => {
    const app = new App(OLD);
    await expect(app.init({ codebase: 'own' })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('functions that fit', () => {
  it('of CommonJS export those of live-claims behind their own', async () => {
    const app = new App(APP);
    await app.init();
    expect(app.read('functions/index.js')).toBe(
      `${APP['functions/index.js']}\nObject.assign(module.exports, require('./live-claims.js'));\n`,
    );
    expect(app.read('functions/live-claims.js')).toContain("require('./live-claims.config.mjs')");
    expect(JSON.parse(app.read('functions/package.json')).dependencies).toEqual({
      'firebase-functions': '^7.0.0',
      'firebase-admin': '^13.0.0',
      'live-claims': '^0.1.0',
    });
    expect(app.read('src/live-claims.js')).toContain(
      "import config from '../functions/live-claims.config.mjs';",
    );
  });

  it.each([
    ['ES modules', { type: 'module' }, "export * from './live-claims.js';"],
    ['a compiler', {}, "export * from './live-claims';"],
  ])('of %s export them too', async (kind, extra, line) => {
    const typescript = kind === 'a compiler';
    const index = typescript ? 'functions/src/index.ts' : 'functions/index.js';
    const { 'functions/index.js': _, ...rest } = APP;
    const manifest = { ...(APP['functions/package.json'] as object), main: 'index.js', ...extra };
    const app = new App({
      ...rest,
      'functions/package.json': manifest,
      [index]: 'export const hello = 1;\n',
      ...(typescript && { 'functions/tsconfig.json': { compilerOptions: { module: 'commonjs' } } }),
    });
    await app.init();
    expect(app.read(index)).toBe(`export const hello = 1;\n\n${line}\n`);
    const own = path.join(path.dirname(index), typescript ? 'live-claims.ts' : 'live-claims.js');
    // Nothing of theirs starts the Admin SDK.
    expect(app.read(own)).toContain('if (getApps().length === 0) initializeApp();');
  });

  it('that have the names already get them in a group, which the client knows', async () => {
    const app = new App({ ...APP, 'functions/index.js': 'exports.syncClaims = 1;\n' });
    await app.init();
    expect(app.read('functions/index.js')).toBe(
      "exports.syncClaims = 1;\n\nmodule.exports.access = require('./live-claims.js');\n",
    );
    expect(app.read('functions/live-claims.config.mjs')).toContain("functionPrefix: 'access-'");
  });
});

it('a second run changes nothing, and neither does a third after the packages are there', async () => {
  for (const files of [APP, OLD]) {
    const app = new App(files);
    await app.init();
    const once = app.all();
    const { err } = await app.init({ roles: [] });
    expect(app.all()).toEqual(once);
    expect(err).toContain('Nothing to change');
  }
});

it('after a change of the configuration a run writes the rules anew, and nothing else', async () => {
  const app = new App(APP);
  await app.init();
  const once = app.all();
  const config = 'functions/live-claims.config.mjs';
  const edited = app.read(config).replaceAll("'posts.read'", "'posts.see'");
  writeFileSync(path.join(app.folder, config), edited);
  await app.init();
  const twice = app.all();
  expect(Object.keys(twice).filter((file) => twice[file] !== once[file])).toEqual([
    'firestore.rules',
    config,
  ]);
  expect(app.read('firestore.rules')).toContain("'posts.see'");
});

it('the block goes into the rules, and the app’s own stay', async () => {
  const app = new App(APP);
  await app.init();
  const rules = app.read('firestore.rules');
  expect(rules.replace(/\n[^\n]*<live-claims>[\s\S]*<\/live-claims>\n/, '')).toBe(RULES);
  expect(rules).toContain("'owner': ['posts.read', 'posts.delete', 'users.manage']");
});

it('collections of the app keep their names: those of live-claims get others', async () => {
  const app = new App({
    ...APP,
    'src/jobs.js': "getDocs(collection(db, 'jobs'));\n",
    'firestore.rules': RULES.replace('match /users', 'match /invites/{i} {}\n    match /users'),
  });
  await app.init();
  expect(app.read('functions/live-claims.config.mjs')).toContain(
    "collections: { invites: 'accessInvites', jobs: 'accessJobs' }",
  );
});

it.each([
  "collection(getFirestore(app), 'settings')",
  "doc(getFirestore(getApp()), 'settings', 'a')",
])('also behind a call: %s', async (call) => {
  const app = new App({ ...APP, 'src/list.js': call });
  await app.init();
  expect(app.read('functions/live-claims.config.mjs')).toContain('accessSettings');
});

it('people that are keyed by e-mail address get a collection for their access', async () => {
  const app = new App({ ...APP, 'firestore.rules': RULES.replace('{uid}', '{email}') });
  const { err } = await app.init();
  expect(err).toContain('goes by account id');
  expect(app.read('functions/live-claims.config.mjs')).toContain(
    "collections: { users: 'members' }",
  );
});

it('region and database are found', async () => {
  const app = new App({
    ...APP,
    'firebase.json': {
      firestore: [{ database: 'eu-data', rules: 'firestore.rules', indexes: 'i.json' }],
      functions: { source: 'functions' },
    },
    'functions/index.js': "setGlobalOptions({ region: 'europe-west3' });\n",
  });
  await app.init();
  const config = app.read('functions/live-claims.config.mjs');
  expect(config).toContain("region: 'europe-west3'");
  expect(config).toContain("database: 'eu-data'");
  expect(app.read('src/live-claims.js')).toContain('getFirestore(getApp(), config.database)');
});

it('a dry run shows everything and writes nothing', async () => {
  const app = new App(APP);
  const before = app.all();
  const { err } = await app.init({ dryRun: true, yes: false });
  expect(app.all()).toEqual(before);
  expect(err).toContain('functions/live-claims.config.mjs (new)');
  expect(err).toContain("  +Object.assign(module.exports, require('./live-claims.js'));");
});

it('without a terminal it writes only on request', async () => {
  const app = new App(APP);
  const before = app.all();
  await expect(app.init({ yes: false })).rejects.toMatchObject({ code: 'not-confirmed' });
  expect(app.all()).toEqual(before);
});

it('in a terminal it asks what it cannot know, and for a confirmation', async () => {
  const asked: string[] = [];
  const typed = [
    'staff',
    'position',
    'reader, editor',
    'posts.read',
    'posts.write',
    'europe-west1',
  ];
  const questions: Questions = {
    text: async (question, initial, problem) => {
      asked.push(question);
      const answer = typed.shift() ?? initial;
      expect(problem(answer)).toBeUndefined();
      return answer;
    },
    select: async (question, options, initial) => {
      asked.push(question);
      return options.at(-1)?.value ?? initial;
    },
    confirm: async (question) => {
      asked.push(question);
      return true;
    },
  };
  const app = new App(APP);
  await app.init({ roles: [], yes: false }, questions);
  expect(asked).toHaveLength(10);
  const config = app.read('live-claims/live-claims.config.js');
  expect(config).toContain("ranking: ['reader', 'editor']");
  expect(config).toContain("editor: ['posts.read', 'posts.write', 'users.manage']");
  expect(config).toContain("initialRole: 'editor'");
  expect(config).toContain("collections: { users: 'staff' }");
  expect(config).toContain("fields: { role: 'position' }");
  expect(config).toContain('receipts: true');
});

describe('receipts', () => {
  const TTL = { collectionGroup: 'clients', fieldPath: 'expiresAt', ttl: true, indexes: [] };
  const overridesIn = (app: App) => JSON.parse(app.read('firestore.indexes.json')).fieldOverrides;

  it('are set up on request: configuration, rules, TTL policy and client, once', async () => {
    const app = new App(APP);
    await app.init({ receipts: true });
    expect(app.read('functions/live-claims.config.mjs')).toContain('  receipts: true, // each');
    expect(app.read('firestore.rules')).toContain('match /userClaims/{uid}/clients/{place}');
    expect(overridesIn(app)).toEqual([TTL]);
    const client = app.read('src/live-claims.js');
    expect(client).toContain('const firestore = getFirestore();\n');
    expect(client).toContain('  auth,\n  firestore,\n  functions,\n');
    expect(client).toContain('recordReceipts({ claims, auth, firestore, config })');
    expect((await app.init({ receipts: true })).err).toContain('Nothing to change');
  });

  it('are left out otherwise', async () => {
    const app = new App(APP);
    await app.init();
    const all = Object.values(app.all()).join('\n');
    expect(all).not.toMatch(/receipts/i);
    expect(overridesIn(app)).toEqual([]);
  });

  it('that the configuration turns on later get what is missing, and the client a line to write', async () => {
    const app = new App(APP);
    await app.init();
    const config = 'functions/live-claims.config.mjs';
    const on = app.read(config).replace('  roles,', '  roles,\n  receipts: true,');
    writeFileSync(path.join(app.folder, config), on);
    const overrides = [{ collectionGroup: 'clients', fieldPath: 'expiresAt', indexes: [] }];
    const indexes = {
      ...JSON.parse(app.read('firestore.indexes.json')),
      fieldOverrides: overrides,
    };
    writeFileSync(path.join(app.folder, 'firestore.indexes.json'), JSON.stringify(indexes));
    const before = app.read('src/live-claims.js');
    const { err } = await app.init();
    expect(overridesIn(app)).toEqual([TTL]);
    expect(app.read('firestore.rules')).toContain('match /userClaims/{uid}/clients/{place}');
    expect(app.read('src/live-claims.js')).toBe(before);
    expect(err).toContain('src/live-claims.js: record what browsers have taken');
  });

  it('asked for where the configuration has them off, are to be turned on there', async () => {
    const app = new App(APP);
    await app.init();
    const before = app.all();
    const { err } = await app.init({ receipts: true });
    expect(err).toContain('functions/live-claims.config.mjs: set `receipts: true`');
    expect(app.all()).toEqual(before);
  });

  it('never take documents of the app with them: a collection of their name gives them another', async () => {
    const files = { ...APP, 'src/shop.js': "getDocs(collection(db, 'clients'));\n" };
    const app = new App(files);
    await app.init({ receipts: true });
    const config = 'functions/live-claims.config.mjs';
    expect(app.read(config)).toContain("collections: { clients: 'accessClients' }");
    expect(overridesIn(app)).toEqual([{ ...TTL, collectionGroup: 'accessClients' }]);

    const chosen = app.read(config).replace(/ {2}collections: .*\n/, '');
    const other = new App({ ...files, [config]: chosen });
    const { err } = await other.init();
    expect(overridesIn(other)).toEqual([]);
    expect(err).toContain('this app has one: its documents with a time in expiresAt would go too');
  });
});

it('a tarball is copied to where it is uploaded from, and both package.json files name it there', async () => {
  const app = new App({ ...OLD, 'live-claims-0.1.0.tgz': 'packed' });
  const { installed } = await app.init({ package: './live-claims-0.1.0.tgz', install: true });
  expect(app.read('live-claims/live-claims-0.1.0.tgz')).toBe('packed');
  const range = (file: string) => JSON.parse(app.read(file)).dependencies['live-claims'];
  expect(range('live-claims/package.json')).toBe('file:live-claims-0.1.0.tgz');
  expect(range('package.json')).toBe('file:live-claims/live-claims-0.1.0.tgz');
  expect(installed).toEqual(['live-claims', '']);
});

it.each([
  ['of one line', '{ "indexes": [], "fieldOverrides": [] }'],
  ['without the list', '{\n  "fieldOverrides": []\n}\n'],
])('a file of indexes %s gets them in lines that can be read', async (_, text) => {
  const app = new App({ ...APP, 'firestore.indexes.json': text });
  await app.init();
  const written = app.read('firestore.indexes.json');
  expect(written).toContain(`
    {
      "collectionGroup": "invites",
      "queryScope": "COLLECTION",
      "fields": [
        { "fieldPath": "email", "order": "ASCENDING" },
        { "fieldPath": "acceptedAt", "order": "ASCENDING" }
      ]
    }
  ]`);
  expect(JSON.parse(written)).toMatchObject({ fieldOverrides: [] });
});

it('line ends of Windows stay those of the whole file', async () => {
  const text = OLD['firebase.json'] as string;
  const app = new App({ ...OLD, 'firebase.json': text.replaceAll('\n', '\r\n') });
  await app.init();
  expect(app.read('firebase.json')).toContain('"codebase": "live-claims"');
  expect(app.read('firebase.json')).not.toMatch(/[^\r]\n/);
});

it('says in the singular that one file is written, and that none is', async () => {
  const app = new App(APP);
  await app.init();
  writeFileSync(path.join(app.folder, 'firestore.rules'), RULES);
  expect((await app.init()).err).toContain('1 file is written.');
  expect(JSON.parse((await app.init({ json: true })).out)).toMatchObject({ written: false });
});

it('a file of the same name is no reason to overwrite it', async () => {
  const app = new App({ ...APP, 'src/live-claims.js': 'mine\n' });
  const before = app.all();
  await expect(app.init()).rejects.toMatchObject({ code: 'usage' });
  expect(app.all()).toEqual(before);
});

it('rules that are not here are not replaced: it says how to fetch them', async () => {
  const app = new App({ ...APP, 'firebase.json': { functions: { source: 'functions' } } });
  const { err } = await app.init();
  expect(err).toContain('npx firebase-tools init firestore');
  expect(app.read('firestore.rules')).toBe(RULES);
});

it('rules by which people may write their access are named with their line', async () => {
  const all = 'match /{document=**} { allow write: if request.auth != null; }';
  const open = RULES.replace('match /users', `${all}\n    match /users`);
  const app = new App({ ...APP, 'firestore.rules': open });
  expect((await app.init()).err).toContain('firestore.rules:4: A rule for every document');
  const closed = app.read('firestore.rules').replace(all, '');
  writeFileSync(path.join(app.folder, 'firestore.rules'), closed);
  expect((await app.init()).err).not.toMatch(/firestore\.rules:\d/);
});

it('rules that cannot be written are left with their line', async () => {
  const own = RULES.replace('match /users', 'function can() { return true; }\n    match /users');
  const app = new App({ ...APP, 'firestore.rules': own });
  const { err } = await app.init();
  expect(err.match(/^ +\d+\. firestore\.rules/gm)).toHaveLength(1);
  expect(err).toContain('firestore.rules:4');
  expect(app.read('firestore.rules')).toBe(own);
});

it('a block that is broken is named once', async () => {
  const own = RULES.replace('match /users', '// <live-claims>\n    match /users');
  const { err } = await new App({ ...APP, 'firestore.rules': own }).init();
  expect(err.match(/^ +\d+\. firestore\.rules/gm)).toHaveLength(1);
  expect(err).not.toContain('firestore.rules:null');
});

it.each([
  ['no app', {}, 'not-an-app'],
  ['a firebase.json that is broken', { 'firebase.json': '{ "functions": ' }, 'not-an-app'],
  ['no roles', APP, 'usage'],
])('%s is refused with the next step', async (name, files, code) => {
  const app = new App(files as Files);
  const options = name === 'no roles' ? { roles: [] } : {};
  const error = await app.init(options).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, next: expect.stringMatching(/\.$|--role/) });
});

describe('a Next app with the app router', () => {
  const NEXT: Files = {
    ...APP,
    'package.json': { dependencies: { firebase: '^12.0.0', next: '^16.0.0', react: '^19.0.0' } },
    'src/firebase.js':
      "import { initializeApp } from 'firebase/app';\ninitializeApp({ projectId: 'my-paper' });\n",
    'src/app/layout.js': 'export default ({ children }) => children;\n',
  };

  it('gets a client around its pages, a guard for them, and the route of the session', async () => {
    const app = new App(NEXT);
    const { err, installed } = await app.init({ install: true });
    expect(app.read('src/live-claims.jsx')).toMatch(/^'use client';\n[\s\S]*function LiveClaims/);
    const server = app.read('src/live-claims-server.js');
    expect(server).toContain('if (getApps().length === 0) initializeApp();');
    expect(server).toContain('liveClaimsServer(config);');
    expect(app.read('src/app/api/session/route.js')).toContain("'../../../live-claims-server.js'");
    expect(JSON.parse(app.read('package.json')).dependencies['firebase-admin']).toBe('^13.10.0');
    expect(installed).toContain('');
    expect(err).toContain(
      "src/app/layout.js: put <LiveClaims> around {children}; it comes from '../live-claims'",
    );
    expect(err).toContain("pageSession(requires('posts.read', { check: 'marker' }))");
    expect(Object.keys(app.all())).not.toContain('.env.development');
    expect((await app.init()).err).toContain('Nothing to change');
  });

  it('keeps its own session: cookie and route of live-claims have other names', async () => {
    const app = new App({
      ...NEXT,
      'src/app/api/session/route.js': "cookies().set('__session', token);\n",
    });
    await app.init();
    expect(app.read('src/app/api/session/route.js')).toBe("cookies().set('__session', token);\n");
    expect(app.read('src/app/api/live-claims-session/route.js')).toContain('createSession');
    expect(app.read('src/live-claims.jsx')).toContain("url: '/api/live-claims-session'");
    expect(app.read('src/live-claims-server.js')).toContain("cookie: { name: 'live-claims' }");
  });

  it('starts the Admin SDK as it does, and is told when that is too old', async () => {
    const dependencies = { ...(NEXT['package.json'] as { dependencies: object }).dependencies };
    const app = new App({
      ...NEXT,
      'package.json': { dependencies: { ...dependencies, 'firebase-admin': '^12.0.0' } },
      'src/lib/admin.js': "import admin from 'firebase-admin';\nadmin.initializeApp();\n",
    });
    const { err } = await app.init();
    expect(app.read('src/live-claims-server.js')).toContain("import './lib/admin.js'; // starts");
    expect(app.read('src/live-claims-server.js')).not.toContain('initializeApp');
    expect(err).toContain('npm install firebase-admin@13');
  });

  it('has its server on the emulators where the browser is', async () => {
    const app = new App({
      ...NEXT,
      'firebase.json': {
        ...(APP['firebase.json'] as object),
        emulators: { firestore: { port: 8888 } },
      },
      'src/firebase.js': `${NEXT['src/firebase.js']}connectAuthEmulator(auth, 'http://127.0.0.1:9099');\n`,
      '.env.development': 'MINE=1\n',
    });
    await app.init();
    expect(
      app
        .read('.env.development')
        .split('\n')
        .filter((line) => /^\w+=/.test(line)),
    ).toEqual([
      'MINE=1',
      'FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:9099',
      'FIRESTORE_EMULATOR_HOST=127.0.0.1:8888',
      'GOOGLE_CLOUD_PROJECT=my-paper',
    ]);
  });

  it('in TypeScript, without `src` and in several languages, gets them in `app`', async () => {
    const { 'src/app/layout.js': _, 'src/firebase.js': start, ...rest } = NEXT;
    const dependencies = { ...(NEXT['package.json'] as { dependencies: object }).dependencies };
    const { 'src/main.jsx': __, ...files } = rest;
    const app = new App({
      ...files,
      'package.json': { dependencies: { ...dependencies, typescript: '^5.0.0' } },
      'tsconfig.json': {},
      'lib/firebase.ts': start as string,
      'app/[locale]/layout.tsx': 'export default ({ children }) => children;\n',
    });
    const { err } = await app.init();
    expect(app.read('app/live-claims.tsx')).toContain("import '../lib/firebase'; // starts");
    expect(app.read('app/api/session/route.ts')).toContain("'../../live-claims-server'");
    expect(err).toContain(
      "app/[locale]/layout.tsx: put <LiveClaims> around {children}; it comes from '../live-claims'",
    );
  });

  it('with the pages router alone gets the client of React', async () => {
    const { 'src/app/layout.js': _, ...rest } = NEXT;
    const app = new App({ ...rest, 'src/pages/_app.js': 'export default () => null;\n' });
    const { err } = await app.init();
    expect(app.read('src/live-claims.js')).toContain('createLiveClaimsReact');
    expect(err).toContain('put <LiveClaimsProvider client={claims}> around your app');
    expect(Object.keys(app.all())).not.toContain('src/live-claims-server.js');
  });
});

it('the version that is installed counts, not the lowest that package.json allows', async () => {
  const files = {
    ...APP,
    'package.json': { dependencies: { firebase: '^12.0.0', svelte: '^5.0.0' } },
  };
  const app = new App(files);
  expect((await app.init({ dryRun: true })).err).toContain('The bindings need svelte 5.7 or newer');
  const installed = path.join(app.folder, 'node_modules/svelte/package.json');
  mkdirSync(path.dirname(installed));
  writeFileSync(installed, '{ "version": "5.40.1" }');
  await app.init();
  expect(app.read('src/live-claims.js')).toContain('createLiveClaimsRunes');
});

it('says in JSON what it does, for programs', async () => {
  const app = new App(APP);
  const { out, err } = await app.init({ json: true, dryRun: true });
  expect(err).toBe('');
  const { written, files } = JSON.parse(out);
  expect(written).toBe(false);
  expect(files.map(({ file }: { file: string }) => file)).toContain('src/live-claims.js');
});
