import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { init } from '../../packages/live-claims/src/cli/init/init.ts';
import type { Framework } from '../../packages/live-claims/src/cli/init/inspect-app.ts';
import { fakeTerminal } from '../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { npmEnv } from '../support/packed.ts';
import { AdopterProject } from './adopter-project.ts';

type Language = 'typescript' | 'javascript';
type Files = Readonly<Record<string, string | object>>;

const run = promisify(execFile);
const TOOLS = path.join(ROOT, 'node_modules');
const project = new AdopterProject();

/** The version of a package that this repository has, so that it can be compiled here. */
const here = (name: string): string =>
  JSON.parse(readFileSync(path.join(TOOLS, name, 'package.json'), 'utf8')).version;

/** The frameworks' compilers, and Next, of which no other test has the types. All else is here already. */
const COMPILERS = {
  'vue-tsc': '^3',
  'svelte-check': '^4',
  '@angular/compiler': here('@angular/core'),
  '@angular/compiler-cli': here('@angular/core'),
  next: '^16',
  // Not the one of this repository: these need its API, which TypeScript 7 has no more.
  typescript: '~5.9',
};
const compilers = path.join(project.folder, 'compilers/node_modules');

beforeAll(async () => {
  await Promise.all([project.useInstalledSdks(), installCompilers()]);
  symlinkSync(
    path.join(compilers, 'next'),
    path.join(project.folder, 'node_modules/next'),
    'junction',
  );
}, 600_000);
afterAll(() => project.remove(), 120_000);

/** Without what they take from the app, and without Next's native compiler. */
async function installCompilers(): Promise<void> {
  const folder = path.dirname(compilers);
  mkdirSync(folder);
  const manifest = { private: true, dependencies: COMPILERS };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const args = ['--no-package-lock', '--ignore-scripts', '--legacy-peer-deps', '--omit=optional'];
  const shell = process.platform === 'win32';
  await run('npm', ['install', ...args], { cwd: folder, env: npmEnv(), shell });
}

const RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
  }
}
`;

const START = `import { initializeApp } from 'firebase/app';
import { connectAuthEmulator, getAuth } from 'firebase/auth';

initializeApp({ projectId: 'demo-app', apiKey: 'demo' });
connectAuthEmulator(getAuth(), 'http://127.0.0.1:9099');
`;

/** What firebase-tools makes for functions of each kind. */
const FUNCTIONS: Readonly<Record<'none' | 'esm' | 'commonjs' | 'nodenext' | 'compiled', Files>> = {
  none: {},
  esm: functionsIn('index.js', { type: 'module', main: 'index.js' }),
  commonjs: functionsIn('index.js', { main: 'index.js' }, "exports.hello = 'hello';\n"),
  nodenext: {
    ...functionsIn('src/index.ts', { main: 'lib/index.js' }),
    'functions/tsconfig.json': { compilerOptions: { module: 'NodeNext' } },
  },
  compiled: {
    ...functionsIn('src/index.ts', { main: 'lib/index.js' }),
    'functions/tsconfig.json': { compilerOptions: { module: 'commonjs' } },
  },
};

function functionsIn(entry: string, manifest: object, text = "export const hello = 'hello';\n") {
  return {
    'functions/package.json': {
      ...manifest,
      dependencies: { 'firebase-admin': '^13.0.0', 'firebase-functions': '^7.0.0' },
    },
    [`functions/${entry}`]: text,
  };
}

/** A permission that no role of the app has is an error of types, so something is compiled at all. */
const mistyped = (language: Language, asks: (permission: string) => string, indent = '  ') =>
  language === 'typescript'
    ? `${indent}// @ts-expect-error: no role has it.\n${indent}${asks("'posts.wrote'")};\n`
    : '';

/** Each app's package, and its own lines in its own language, as docs/adopt.md has them. */
const APPS: Readonly<
  Record<Framework, { readonly dependency: string; readonly files: (language: Language) => Files }>
> = {
  react: {
    dependency: 'react',
    files: (language) => ({
      [`src/App.${language === 'typescript' ? 'tsx' : 'jsx'}`]: `import { claims, LiveClaimsProvider, useCan } from './live-claims';

function Post() {
${mistyped(language, (permission) => `useCan(${permission})`)}  return useCan('posts.write') ? <button type="button">Write</button> : null;
}

export const App = () => <LiveClaimsProvider client={claims}><Post /></LiveClaimsProvider>;
`,
    }),
  },
  next: {
    dependency: 'next',
    files: (language) => {
      const typescript = language === 'typescript';
      return {
        [`src/app/layout.${typescript ? 'tsx' : 'jsx'}`]: `import { LiveClaims } from '../live-claims';

export default function Layout({ children }${typescript ? ": { children: import('react').ReactNode }" : ''}) {
  return <html lang="en"><body><LiveClaims>{children}</LiveClaims></body></html>;
}
`,
        [`src/app/page.${typescript ? 'tsx' : 'jsx'}`]: `import { pageSession, requires } from '../live-claims-server';

export default async function Page() {
${mistyped(language, (permission) => `requires(${permission}, { check: 'token' }) satisfies Asked`)}  const { session, refusal } = await pageSession(requires('posts.write', { check: 'document' }));
  return session === null ? <p>{refusal.reason}</p> : <p>{session.role}</p>;
}
${typescript ? '\ntype Asked = Parameters<typeof pageSession>[0];\n' : ''}`,
        [`src/app/api/posts/route.${typescript ? 'ts' : 'js'}`]: `import { access, requires } from '../../../live-claims-server';

export const POST = access.guard(requires('posts.write', { check: 'document' }), (_, { uid }) => Response.json({ uid }));
`,
      };
    },
  },
  vue: {
    dependency: 'vue',
    files: (language) => ({
      [`src/main.${language === 'typescript' ? 'ts' : 'js'}`]: `import { createApp } from 'vue';
import App from './App.vue';
import { claims, LiveClaimsPlugin } from './live-claims';

createApp(App).use(LiveClaimsPlugin, claims).mount('#app');
`,
      'src/App.vue': `<script setup${language === 'typescript' ? ' lang="ts"' : ''}>
import { Can, useCan } from './live-claims';

const mayWrite = useCan('posts.write');
${mistyped(language, (permission) => `useCan(${permission})`, '')}</script>

<template>
  <button v-if="mayWrite">Write</button>
  <Can permission="posts.read">Read</Can>
</template>
`,
    }),
  },
  svelte: {
    dependency: 'svelte',
    files: (language) => ({
      'src/App.svelte': `<script${language === 'typescript' ? ' lang="ts"' : ''}>
  import { access } from './live-claims';
${mistyped(language, (permission) => `access.can(${permission})`)}</script>

{#if access.can('posts.write')}<button>Write</button>{/if}
`,
    }),
  },
  solid: {
    dependency: 'solid-js',
    files: (language) => ({
      [`src/App.${language === 'typescript' ? 'tsx' : 'jsx'}`]: `/** @jsxImportSource solid-js */
import { Show } from 'solid-js';
import { claims, LiveClaimsProvider, useCan } from './live-claims';

function Post() {
  const mayWrite = useCan('posts.write');
${mistyped(language, (permission) => `useCan(${permission})`)}  return <Show when={mayWrite()}><button type="button">Write</button></Show>;
}

export const App = () => <LiveClaimsProvider client={claims}><Post /></LiveClaimsProvider>;
`,
    }),
  },
  angular: {
    dependency: '@angular/core',
    files: (language) => ({
      'src/main.ts': `import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { claims, injectCan, provideLiveClaims } from './live-claims';

@Component({ selector: 'app-root', template: '@if (mayWrite()) { <button>Write</button> }' })
export class App {
  readonly mayWrite = injectCan('posts.write');
${mistyped(language, (permission) => `readonly mayNot = injectCan(${permission})`)}}

await bootstrapApplication(App, { providers: [provideLiveClaims(claims)] });
`,
    }),
  },
  plain: {
    dependency: 'firebase',
    files: (language) => ({
      [`src/main.${language === 'typescript' ? 'ts' : 'js'}`]: `import { claims } from './live-claims';

claims.subscribe(() => console.log(claims.getSnapshot().permissions));
${mistyped(language, (permission) => `claims.getSnapshot().permissions.includes(${permission})`, '')}`,
    }),
  },
};

/** Writes an app, and has `init` set live-claims up in it. @returns its folder, from the project's. */
async function adopt(
  framework: Framework,
  language: Language,
  functions: keyof typeof FUNCTIONS = 'none',
): Promise<string> {
  const name = [framework, language, functions].join('-');
  const folder = path.join(project.folder, name);
  const typescript = language === 'typescript';
  const { dependency, files } = APPS[framework];
  const all: Files = {
    'firebase.json': {
      firestore: { rules: 'firestore.rules', indexes: 'firestore.indexes.json' },
      ...(functions !== 'none' && { functions: { source: 'functions', runtime: 'nodejs24' } }),
    },
    'firestore.rules': RULES,
    'package.json': {
      type: 'module',
      dependencies: {
        firebase: '^12.0.0',
        [dependency]: dependency === 'next' ? '^16.0.0' : `^${here(dependency)}`,
        ...(framework === 'next' && { react: '^19.0.0' }),
        ...(typescript && { typescript: '^6.0.0' }),
      },
    },
    ...(typescript && { 'tsconfig.json': {} }),
    [`src/firebase.${typescript ? 'ts' : 'js'}`]: START,
    ...files(language),
    ...FUNCTIONS[functions],
  };
  for (const [file, content] of Object.entries(all)) {
    const at = path.join(folder, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  }
  const roles = [
    { name: 'reader', permissions: ['posts.read'] },
    { name: 'editor', permissions: ['posts.write'] },
  ];
  const { version } = JSON.parse(
    readFileSync(path.join(project.folder, 'node_modules/live-claims/package.json'), 'utf8'),
  );
  await init(
    { roles, dryRun: false, yes: true, install: false, json: false },
    { terminal: fakeTerminal(), cwd: folder, version, questions: null },
  );
  return name;
}

/** Compiles the apps in these folders. @returns what the compiler complains of. */
async function compile(
  compiler: string,
  language: Language,
  folders: readonly string[],
  more: { readonly args?: readonly string[]; readonly [option: string]: unknown } = {},
): Promise<string[]> {
  const { args = [], include = ['src', 'functions', 'live-claims'], ...options } = more;
  const config = path.join(project.folder, `tsconfig.${folders.join('+')}.json`);
  const compilerOptions = {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2024', 'DOM', 'DOM.Iterable'],
    jsx: 'preserve',
    types: ['node'],
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    noUnusedLocals: true,
    // Parameters of JavaScript have no types.
    ...(language === 'javascript' && { allowJs: true, checkJs: true, noImplicitAny: false }),
    ...options,
  };
  const files = folders.flatMap((folder) => (include as string[]).map((at) => `${folder}/${at}`));
  writeFileSync(config, JSON.stringify({ compilerOptions, include: files }));
  const { stdout, stderr } = await run(process.execPath, [compiler, ...args, config], {
    cwd: project.folder,
  }).then(
    () => ({ stdout: '', stderr: '' }),
    (error: { stdout: string; stderr: string }) => error,
  );
  return `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
}

const TSC = path.join(TOOLS, 'typescript/bin/tsc');
const TSC_ARGS = { args: ['--pretty', 'false', '-p'] };

describe.each(['typescript', 'javascript'] as const)('what init writes, in %s', (language) => {
  it('compiles for React, Next, Solid and no framework', async () => {
    const folders: string[] = [];
    for (const framework of ['react', 'next', 'solid', 'plain'] as const) {
      folders.push(await adopt(framework, language));
    }
    expect(await compile(TSC, language, folders, { ...TSC_ARGS })).toEqual([]);
  });

  it('compiles for Vue', async () => {
    const folder = await adopt('vue', language);
    const vueTsc = path.join(compilers, 'vue-tsc/bin/vue-tsc.js');
    expect(await compile(vueTsc, language, [folder], { ...TSC_ARGS })).toEqual([]);
  });

  it('compiles for Svelte', async () => {
    const folder = await adopt('svelte', language);
    const svelteCheck = path.join(compilers, 'svelte-check/bin/svelte-check');
    const args = ['--output', 'human', '--fail-on-warnings', '--tsconfig'];
    expect(await compile(svelteCheck, language, [folder], { args })).toEqual([]);
  });
});

it('compiles for Angular', async () => {
  const folder = await adopt('angular', 'typescript');
  const ngc = path.join(compilers, '@angular/compiler-cli/bundles/src/bin/ngc.js');
  expect(await compile(ngc, 'typescript', [folder], { args: ['-p'] })).toEqual([]);
});

it.each([
  ['typescript', 'nodenext', {}],
  ['typescript', 'compiled', {}],
  ['javascript', 'esm', {}],
  ['javascript', 'commonjs', {}],
] as const)('the functions of %s, %s, compile', async (language, kind, options) => {
  const folder = await adopt('plain', language, kind);
  expect(await compile(TSC, language, [folder], { ...TSC_ARGS, ...options })).toEqual([]);
});
