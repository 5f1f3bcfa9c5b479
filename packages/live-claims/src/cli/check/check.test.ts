import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LiveClaimsConfig } from '../../core/index.ts';
import { writeRules } from '../../rules/write-rules.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { AdminError } from '../admin-error.ts';
import { findAdminSdk } from '../find-admin-sdk.ts';
import { main } from '../live-claims.ts';
import { requiredIndexes } from '../required-indexes.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { FINDINGS } from './finding.ts';

// Beside these sources it is always found.
vi.mock('../find-admin-sdk.ts', () => ({ findAdminSdk: vi.fn() }));

const before = process.cwd();
const made: string[] = [];
afterEach(() => {
  process.chdir(before);
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const MARKERS = '    // <live-claims>\n    // </live-claims>';
const around = (body: string) => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
${body}
  }
}
`;
/** Rules with live-claims' block, and these of the app's own, from line 4 on. */
const rules = (own: string) => writeRules(around(`${own}\n${MARKERS}`), appConfig);
const USERS = '    match /users/{uid} { allow update: if isMe(uid) && !changesAccess(); }';

const GOOD = {
  'firebase.json': JSON.stringify({
    firestore: { rules: 'firestore.rules', indexes: 'firestore.indexes.json' },
    functions: [{ source: 'functions' }],
  }),
  'firestore.rules': rules(USERS),
  'firestore.indexes.json': JSON.stringify({ indexes: requiredIndexes(appConfig) }),
  'functions/package.json': '{}',
  'functions/index.js': `const { liveClaims } = require('live-claims/functions');
const access = liveClaims(config);
exports.syncClaims = access.sync.syncClaims;
exports.syncMyClaims = access.sync.syncMyClaims;
`,
  'package.json': JSON.stringify({ dependencies: { firebase: '12.0.0' } }),
  'src/access.js': `import { createLiveClaims } from 'live-claims/web';
const functions = getFunctions(app, config.region);
export const claims = createLiveClaims({ auth, firestore, functions, config });
`,
};

type Files = Readonly<Record<string, string | null>>;

/** What `check` says of the good app with these files instead; null for one that is missing. */
const check = (files: Files = {}, ...args: readonly string[]) =>
  checkWith(appConfig, files, ...args);

async function checkWith(config: LiveClaimsConfig, files: Files, ...args: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-claims-check-'));
  made.push(folder);
  for (const [name, text] of Object.entries({ ...GOOD, ...files })) {
    if (text === null) continue;
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  process.chdir(folder);
  const terminal = fakeTerminal();
  const code = await main(['check', ...args], config, terminal);
  return { code, ...terminal.written() };
}

/** Its findings as `error own-access firestore.rules:4`. */
async function found(
  files: Files,
  config: LiveClaimsConfig = appConfig,
): Promise<readonly string[]> {
  const { out } = await checkWith(config, files, '--json');
  const { findings } = JSON.parse(out) as { findings: Record<string, string | number | null>[] };
  return findings.map(({ severity, code, file, line }) => `${severity} ${code} ${file}:${line}`);
}

describe('live-claims check', () => {
  it('says that nothing is wrong, and what it did not look at', async () => {
    const { code, out, err } = await check();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('✔ firestore.rules: no rule lets users change their own access');
    expect(out).toContain('Nothing is wrong with what was looked at.');
    expect(out).toContain('not looked at: accounts, documents, permissions');
  });

  it('says where something is, by which code, and what to do', async () => {
    const own = '    match /users/{uid} { allow update: if isMe(uid); }';
    const { code, out } = await check({ 'firestore.rules': rules(own) });
    expect(code).toBe(1);
    expect(out).toContain('✗ firestore.rules:4:26  own-access');
    expect(out).toContain('For example, it lets through {role: "owner"}.');
    expect(out).toContain('→ Add `&& !changesAccess()` to this rule.');
    expect(out).toContain('1 error, 0 warnings.');
  });

  it.each([
    [
      'a rule for everything',
      'match /{document=**} { allow write: if request.auth != null; }',
      'error catch-all',
    ],
    ['everything for anyone', 'match /{any}/{id} { allow read, write; }', 'error catch-all'],
    [
      'a creation with a role',
      'match /users/{uid} { allow create: if isMe(uid); }',
      'error own-creation',
    ],
    ['a deletion', 'match /users/{uid} { allow delete: if isMe(uid); }', 'error own-deletion'],
    [
      'any user',
      'match /users/{uid} { allow update: if isSignedIn() && uid != request.auth.uid; }',
      'error others-access',
    ],
    [
      'an own marker',
      'match /userClaims/{uid} { allow write: if isMe(uid); }',
      'error engine-documents',
    ],
    [
      'an open audit log',
      'match /auditLog/{id} { allow get: if isSignedIn(); }',
      'warning engine-documents-read',
    ],
    [
      'a page of admins',
      "match /users/{uid} { allow update: if canNow('roles.grant'); }",
      'warning past-the-ranks',
    ],
    [
      'another document',
      'match /users/{uid} { allow update: if exists(/databases/$(database)/documents/admins/$(request.auth.uid)); }',
      'warning cannot-tell',
    ],
  ])('finds %s', async (_, own, finding) => {
    expect(await found({ 'firestore.rules': rules(`    ${own}`) })).toEqual([
      `${finding} firestore.rules:4`,
    ]);
  });

  it.each([
    ['a catch-all that refuses', 'match /{document=**} { allow read, write: if false; }'],
    [
      'what only the top role may',
      'match /users/{uid} { allow write: if isSignedIn() && effectiveRole() == topRole(); }',
    ],
    [
      'a list of fields',
      "match /users/{uid} { allow update: if isMe(uid) && request.resource.data.diff(resource.data).affectedKeys().hasOnly(['bio']); }",
    ],
    ['other documents', 'match /users/{uid}/notes/{note} { allow read, write: if isMe(uid); }'],
  ])('finds nothing in %s', async (_, own) => {
    expect(await found({ 'firestore.rules': rules(`    ${own}`) })).toEqual([]);
  });

  it.each([
    ['no rules', null, 'error rules-missing firebase.json:null'],
    [
      'rules without the block',
      around(USERS.replace('changesAccess', 'isAdmin')),
      'error block-missing firestore.rules:null',
    ],
    [
      'rules that cannot be read',
      around('    match users { }'),
      'error rules-unreadable firestore.rules:4',
    ],
    [
      'rules of version 1',
      rules(USERS).replace("'2'", "'1'"),
      'error rules-unreadable firestore.rules:1',
    ],
    [
      'a block that was edited',
      rules(USERS).replace("'viewer': ['posts.read']", "'viewer': ['posts.write']"),
      'error block-differs firestore.rules:5',
    ],
    [
      'an unknown permission',
      rules(USERS).replace('!changesAccess()', "can('posts.raed')"),
      'error block-differs firestore.rules:4',
    ],
  ])('finds %s', async (_, text, finding) => {
    expect(await found({ 'firestore.rules': text })).toContain(finding);
  });

  it.each([
    ['no functions', { 'functions/index.js': '' }, 'warning functions-missing firebase.json:null'],
    [
      'a second function before a sign-up',
      {
        'functions/index.js': `${GOOD['functions/index.js']}// beforeUserCreated() of both
exports.provisionUser = access.provisioning.provisionUser;
exports.welcome = beforeUserCreated(() => {});
`,
      },
      'error two-sign-up-functions functions/index.js:7',
    ],
    [
      'a group that the configuration does not know',
      { 'functions/index.js': "require('live-claims/functions');\nexports.access = access.sync;" },
      'error prefix-differs functions/index.js:2',
    ],
    [
      'a client that calls another region',
      { 'src/access.js': GOOD['src/access.js'].replace('config.region', "'europe-west1'") },
      'error region-differs src/access.js:2',
    ],
    [
      'a missing index',
      {
        'firestore.indexes.json': JSON.stringify({
          indexes: requiredIndexes(appConfig).slice(1),
        }),
      },
      'warning index-missing firestore.indexes.json:null',
    ],
    [
      'an index that is off',
      {
        'firestore.indexes.json': JSON.stringify({
          indexes: requiredIndexes(appConfig),
          fieldOverrides: [{ collectionGroup: 'users', fieldPath: 'roleExpiresAt', indexes: [] }],
        }),
      },
      'error index-off firestore.indexes.json:1',
    ],
  ])('finds %s', async (_, files, finding) => {
    expect(await found(files)).toEqual([finding]);
  });

  describe('of an app that records receipts', () => {
    const recording = { ...appConfig, receipts: true };
    const withBlock = writeRules(around(`${USERS}\n${MARKERS}`), recording);
    const withTtl = (ttl: boolean) =>
      JSON.stringify({
        indexes: requiredIndexes(appConfig),
        fieldOverrides: [
          { collectionGroup: 'clients', fieldPath: 'expiresAt', indexes: [], ...(ttl && { ttl }) },
        ],
      });
    const ready = { 'firestore.rules': withBlock, 'firestore.indexes.json': withTtl(true) };

    it('finds nothing where rules and TTL policy are there', async () => {
      expect(await found(ready, recording)).toEqual([]);
    });

    it.each([
      [
        'no policy',
        { 'firestore.indexes.json': GOOD['firestore.indexes.json'] },
        'warning ttl-missing',
      ],
      [
        'an override without a policy',
        { 'firestore.indexes.json': withTtl(false) },
        'warning ttl-missing',
      ],
      [
        'a collection of the app with the same policy',
        { 'src/shop.js': "getDocs(collection(db, 'clients'));" },
        'warning ttl-of-others',
      ],
    ])('finds %s', async (_, files, finding) => {
      expect(await found({ ...ready, ...files }, recording)).toEqual([
        `${finding} firestore.indexes.json:null`,
      ]);
    });

    it('finds rules without them, and says how to write them', async () => {
      const old = { ...ready, 'firestore.rules': GOOD['firestore.rules'] };
      expect((await found(old, recording))[0]).toMatch(/^error block-differs firestore\.rules:/);
      expect((await checkWith(recording, old)).out).toContain('Run `npx live-claims rules`');
    });

    it('says what to do about a policy that is missing', async () => {
      const { out } = await checkWith(recording, {
        ...ready,
        'firestore.indexes.json': GOOD['firestore.indexes.json'],
      });
      expect(out).toContain('receipts stay for good');
      expect(out).toContain('→ `npx live-claims init` adds it.');
    });
  });

  it.each([
    ['arguments over lines', 'getFunctions(\n  app,\n  config.region,\n)'],
    ['calls among them', "getFunctions(initializeApp({ a, b }), 'europe-west1')"],
    [
      'an emulator’s address behind it',
      "connectFunctionsEmulator(getFunctions(app, config.region), 'localhost', 5001)",
    ],
  ])('reads the region from %s', async (_, call) => {
    const source = GOOD['src/access.js'].replace('getFunctions(app, config.region)', call);
    const config = { ...appConfig, region: 'europe-west1' };
    const { code, out } = await checkWith(config, { 'src/access.js': source });
    expect([code, out]).toEqual([0, expect.not.stringContaining('the region of')]);
  });

  it('finds a client that names no region where functions run elsewhere', async () => {
    const source =
      "connectFunctionsEmulator(getFunctions(app), 'localhost', 5001); createLiveClaims()";
    const config = { ...appConfig, region: 'europe-west1' };
    expect(await found({ 'src/access.js': source }, config)).toEqual([
      'error region-differs src/access.js:1',
    ]);
  });

  it.each([
    ['the whole kit', 'export * from "live-claims-kit";'],
    [
      'what its wrapper makes of a configuration',
      "import { defineLiveClaims } from 'live-claims-kit/lib';\nexport const { syncClaims, syncMyClaims } = defineLiveClaims(config, { provisioning: false });",
    ],
  ])('is content with a function kit: %s', async (_, text) => {
    const kit = { 'functions/index.js': text };
    const config = { ...appConfig, functionPrefix: 'kit-live-claims-kit-' };
    expect(await found(kit, config)).toEqual([]);
  });

  it.each(['access.js', 'components/access.js', 'lib/access.js', 'app/lib/access.js'])(
    'sees the client of an app without src, in %s',
    async (file) => {
      const moved = { 'src/access.js': null, 'app/page.js': '', [file]: GOOD['src/access.js'] };
      expect((await check(moved)).out).toContain('✔ client: it calls the functions');
    },
  );

  it('counts an index of another scope as another, and of one with __name__ as the same', async () => {
    const [first, ...others] = requiredIndexes(appConfig);
    const name = { fieldPath: '__name__', order: 'ASCENDING' };
    const named = others.map((index) => ({ ...index, fields: [...index.fields, name] }));
    const indexes = [{ ...first, queryScope: 'COLLECTION_GROUP' }, ...named];
    expect(await found({ 'firestore.indexes.json': JSON.stringify({ indexes }) })).toEqual([
      'warning index-missing firestore.indexes.json:null',
    ]);
  });

  it('says which region it could not read', async () => {
    const source = GOOD['src/access.js'].replace('config.region', 'REGION');
    const { out } = await check({ 'src/access.js': source });
    expect(out).toContain('not looked at: the region of src/access.js, because');
  });

  it('says where to install the Admin SDK that a project is looked at with, after what it has found', async () => {
    vi.mocked(findAdminSdk).mockImplementationOnce(() => {
      throw new AdminError('not-set-up', 'No Admin SDK.', { next: 'Install it.' });
    });
    const { code, out, err } = await check({ 'functions/index.js': '' }, '--project', 'my-app-123');
    expect([code, err]).toEqual([5, '']);
    expect(out).toContain('functions-missing');
    expect(out).toContain('because of this: No Admin SDK. Install it.');
  });

  it.each([
    ['no app', { 'firebase.json': null }, 2, 'There is no firebase.json'],
    ['a firebase.json that is none', { 'firebase.json': '{' }, 2, 'cannot be read'],
  ])('refuses %s with a sentence', async (_, files, code, message) => {
    const answer = await check(files);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(message);
  });

  it.each([
    ['firebase.json', '[]'],
    ['firebase.json', '{"firestore": 7, "functions": [null, {"source": 5}]}'],
    ['firestore.indexes.json', '{"indexes": 7, "fieldOverrides": [null]}'],
    ['firestore.indexes.json', 'null'],
    ['functions/index.js', '\u0000`${'],
    ['firestore.rules', '\u0000'],
    ['package.json', '[7]'],
  ])('is no victim of %s: %j', async (name, text) => {
    expect([0, 1, 2]).toContain((await check({ [name]: text })).code);
  });
});

it('the page has a line for each code, with its severity, and for no other', () => {
  const page = readFileSync(new URL('../../../../../docs/check.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (`[\w-]+`(?:, `[\w-]+`)*) \| (\w+) \|/gm)];
  const said = rows.flatMap(([, codes = '', severity]) =>
    [...codes.matchAll(/[\w-]+/g)].map(([code]) => [code, severity]),
  );
  expect(Object.fromEntries(said)).toEqual(FINDINGS);
});
