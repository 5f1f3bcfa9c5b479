import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import jsonc from 'jsonc-parser';
import { AdminError } from '../admin-error.ts';
import {
  type FirestoreFiles,
  firestoreFiles,
  folderWith,
  json,
  recordOf,
} from '../firebase-project.ts';

/** A file of the app: its path from the app's folder, with `/`, and its text. */
export interface AppFile {
  readonly path: string;
  readonly text: string;
}

/** One codebase of functions that `firebase.json` names. */
export interface FunctionsFacts {
  /** Its folder, from the app's. */
  readonly folder: string;
  readonly codebase: string;
  /** Null for functions without one, such as Python's. */
  readonly manifest: AppFile | null;
  readonly language: 'typescript' | 'javascript';
  readonly modules: 'esm' | 'commonjs';
  /** `compilerOptions.module` of its tsconfig.json, in lower case. */
  readonly tsModule: string | null;
  /** The file that exports the functions, as it is written; null where it was not found. */
  readonly entry: AppFile | null;
  /** The SDKs' versions that are installed, else their ranges in `package.json`; null for those that it has not got. */
  readonly sdks: Readonly<Record<'firebase-functions' | 'firebase-admin', string | null>>;
  /** Major version of Node that it is deployed with; null where nothing says it. */
  readonly node: number | null;
  /** Regions that its source names. */
  readonly regions: readonly string[];
  readonly sources: readonly AppFile[];
}

/** A web app: a folder whose package.json depends on the Firebase SDK. */
export interface WebFacts {
  /** Its folder, from the app's: '' for the same. */
  readonly folder: string;
  readonly manifest: AppFile;
  readonly framework: Framework;
  /** The framework's package: the version that is installed, else what package.json has of it. */
  readonly frameworkVersion: string | null;
  readonly language: 'typescript' | 'javascript';
  /** The folder of its source, from the app's. */
  readonly sourceFolder: string;
  /** Range of the Firebase SDK. */
  readonly firebase: string;
  /** The file that starts the Firebase SDK; null where none was found. */
  readonly start: AppFile | null;
  readonly sources: readonly AppFile[];
}

/** A pair of parentheses in source text with what is between, two levels deep: part of a pattern. */
export const PARENTHESES = String.raw`\((?:[^()]|\([^()]*\))*\)`;

/** The arguments of a call, likewise. */
export const ARGUMENTS = `(?:[^()]|${PARENTHESES})*`;

/** Whether a file is a test, which says nothing of the app. */
export const isTest = ({ path: file }: Pick<AppFile, 'path'>): boolean =>
  /\.(test|spec)(-d)?\.|(^|\/)(__tests__|tests?)\//.test(file);

/** Each framework, the package by which an app is known to use it, and the lowest version that the bindings take. */
export const FRAMEWORKS = {
  next: ['react', 18, 0],
  react: ['react', 18, 0],
  vue: ['vue', 3, 5],
  svelte: ['svelte', 5, 7],
  solid: ['solid-js', 1, 8],
  angular: ['@angular/core', 21, 0],
  plain: ['firebase', 11, 0],
} as const satisfies Record<string, readonly [name: string, major: number, minor: number]>;
export type Framework = keyof typeof FRAMEWORKS;

/** A database of Firestore, as `firebase.json` has it. */
export interface FirestoreFacts {
  readonly database: string;
  /** The file of its rules; null where `firebase.json` or the disk has none. */
  readonly rules: AppFile | null;
  /** The file of its indexes; its text is null where it is not there yet. */
  readonly indexes: { readonly path: string; readonly text: string | null } | null;
}

/** What is known of an app before anything is asked. */
export interface AppFacts {
  /** The folder with `firebase.json`. */
  readonly root: string;
  readonly firebaseJson: AppFile;
  readonly functions: readonly FunctionsFacts[];
  readonly webs: readonly WebFacts[];
  readonly firestore: readonly FirestoreFacts[];
  /** The program that installs the packages of a folder, by its lock file, else by the app's. */
  readonly packageManagerOf: (folder: string) => PackageManager;
  /** Ports of the emulators. */
  readonly emulators: Readonly<Record<'auth' | 'firestore' | 'functions', number>>;
  /** What exists at a path of the app. */
  readonly read: (file: string) => string | null;
}

/**
 * Looks at the app that a folder belongs to. Reads files and nothing else.
 *
 * @throws {AdminError} `not-an-app` where neither the folder nor one above it has a readable `firebase.json`.
 */
export function inspectApp(folder: string): AppFacts {
  const root = folderWith('firebase.json', path.resolve(folder));
  if (root === null) {
    throw new AdminError('not-an-app', `There is no firebase.json in ${folder}, nor above it.`, {
      next: 'Go to the folder of your app. An app without one gets it from `npx firebase-tools init`: choose Firestore, so that your rules come along.',
    });
  }
  const read = (file: string) => textOf(path.join(root, file));
  const text = read('firebase.json') ?? '';
  const errors: jsonc.ParseError[] = [];
  const config: unknown = jsonc.parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof config !== 'object' || config === null) {
    throw new AdminError('not-an-app', `${path.join(root, 'firebase.json')} cannot be read.`, {
      next: 'It must be JSON; comments are allowed. Correct it, then run this again.',
    });
  }
  const { functions, firestore, emulators } = recordOf(config);
  const codebases = [functions].flat().flatMap((each) => {
    const { source, codebase = 'default', runtime } = recordOf(each);
    if (typeof source !== 'string' || typeof codebase !== 'string') return [];
    return [inspectFunctions(root, posix(source), codebase, runtime)];
  });
  const portOf = (emulator: string, usual: number) => {
    const { port } = recordOf(recordOf(emulators)[emulator]);
    return typeof port === 'number' ? port : usual;
  };
  return {
    root,
    firebaseJson: { path: 'firebase.json', text },
    functions: codebases,
    webs: findWebs(root, new Set(codebases.map((each) => each.folder))),
    firestore: firestoreFiles(firestore).map((each) => inspectFirestore(each, read)),
    packageManagerOf: (folder) =>
      packageManagerIn(path.join(root, folder)) ?? packageManagerIn(root) ?? 'npm',
    emulators: {
      auth: portOf('auth', 9099),
      firestore: portOf('firestore', 8080),
      functions: portOf('functions', 5001),
    },
    read,
  };
}

function inspectFunctions(
  root: string,
  folder: string,
  codebase: string,
  runtime: unknown,
): FunctionsFacts {
  const manifest = fileAt(root, path.posix.join(folder, 'package.json'));
  const { main, type, engines, ...rest } = json(manifest?.text);
  const tsconfig = fileAt(root, path.posix.join(folder, 'tsconfig.json'));
  const { module: tsModule } = recordOf(json(tsconfig?.text).compilerOptions);
  const sources = sourcesIn(root, folder, NOT_FUNCTIONS);
  const language = tsconfig !== null ? 'typescript' : 'javascript';
  const text = sources.map((each) => each.text).join('\n');
  const regions = [...text.matchAll(/\bregion(?:\s*:\s*\[?\s*|\(\s*)(['"`])([a-z]+-[a-z]+\d+)\1/g)];
  return {
    folder,
    codebase,
    manifest,
    language,
    modules: type === 'module' ? 'esm' : 'commonjs',
    tsModule: typeof tsModule === 'string' ? tsModule.toLowerCase() : null,
    entry: entryOf(sources, folder, language, main),
    sdks: {
      'firebase-functions': versionOf(root, folder, rest, 'firebase-functions'),
      'firebase-admin': versionOf(root, folder, rest, 'firebase-admin'),
    },
    node: nodeOf(runtime, recordOf(engines).node),
    regions: [...new Set(regions.map((found) => found[2] as string))],
    sources,
  };
}

function entryOf(
  sources: readonly AppFile[],
  folder: string,
  language: FunctionsFacts['language'],
  main: unknown,
): AppFile | null {
  const named = typeof main === 'string' ? main.replace(/^\.\//, '') : 'index.js';
  const files =
    language === 'typescript'
      ? ['src/index.ts', 'index.ts']
      : [named, `${named}.js`, 'index.js', 'src/index.js'];
  const paths = files.map((file) => path.posix.join(folder, file));
  return paths.flatMap((at) => sources.find((each) => each.path === at) ?? [])[0] ?? null;
}

function nodeOf(runtime: unknown, engine: unknown): number | null {
  const text = typeof runtime === 'string' ? runtime : engine;
  const found = /(\d+)/.exec(String(text ?? ''));
  return found ? Number(found[1]) : null;
}

/** Where a repository keeps its web apps: here, in a folder, or in a folder of workspaces. */
function findWebs(root: string, functions: ReadonlySet<string>): WebFacts[] {
  const groups = ['packages', 'apps'].flatMap((group) =>
    foldersIn(root, group).map((name) => `${group}/${name}`),
  );
  return ['', ...foldersIn(root, ''), ...groups]
    .filter((folder) => !functions.has(folder))
    .flatMap((folder) => inspectWeb(root, folder) ?? []);
}

function inspectWeb(root: string, folder: string): WebFacts | null {
  const manifest = fileAt(root, path.posix.join(folder, 'package.json'));
  if (manifest === null) return null;
  const content = json(manifest.text);
  const firebase = rangeOf(content, 'firebase');
  if (firebase === null) return null;
  const has = (name: string) => rangeOf(content, name) !== null;
  const known = Object.keys(FRAMEWORKS) as Framework[];
  const framework = has('next')
    ? 'next'
    : (known.find((name) => name !== 'next' && has(FRAMEWORKS[name][0])) ?? 'plain');
  const [sourceFolder, sources] = webSources(root, folder);
  const start = sources.find(
    ({ text }) => /from\s+['"]firebase\/app['"]/.test(text) && /\binitializeApp\s*\(/.test(text),
  );
  return {
    folder,
    manifest,
    framework,
    frameworkVersion: versionOf(root, folder, content, FRAMEWORKS[framework][0]),
    language:
      existsSync(path.join(root, folder, 'tsconfig.json')) && has('typescript')
        ? 'typescript'
        : 'javascript',
    sourceFolder,
    firebase,
    start: start ?? null,
    sources,
  };
}

/** Folders of source in a web app without `src`. */
const BESIDE = ['app', 'lib', 'components', 'pages'];

/** The folder where a new file belongs, and all source: `src`, or folders beside each other and the files there. */
function webSources(root: string, folder: string): readonly [string, readonly AppFile[]] {
  const there = (name: string) => existsSync(path.join(root, folder, name));
  const names = there('src') ? ['src'] : BESIDE.filter(there);
  const folders = names.map((name) => path.posix.join(folder, name));
  const [first = folder] = folders;
  if (names.length === 0 || first.endsWith('src')) return [first, sourcesIn(root, first, NOT_WEB)];
  const deep = folders.flatMap((at) => sourcesIn(root, at, NOT_WEB));
  return [first, [...sourcesIn(root, folder, /^/), ...deep]];
}

function inspectFirestore(
  { database, ...files }: FirestoreFiles,
  read: AppFacts['read'],
): FirestoreFacts {
  const [rules, indexes] = [files.rules, files.indexes].map((name) => name && posix(name));
  const text = rules ? read(rules) : null;
  return {
    database,
    rules: rules && text !== null ? { path: rules, text } : null,
    indexes: indexes ? { path: indexes, text: read(indexes) } : null,
  };
}

type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const LOCK_FILES = [
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const satisfies readonly (readonly [file: string, program: PackageManager])[];

const packageManagerIn = (folder: string): PackageManager | null =>
  LOCK_FILES.find(([file]) => existsSync(path.join(folder, file)))?.[1] ?? null;

/** Folders that hold no source of a web app's own. */
const NOT_WEB = /^(node_modules|dist|build|out|coverage|public|functions|\..*)$/;
/** The same for functions, which are compiled to `lib`. */
const NOT_FUNCTIONS = new RegExp(`^lib$|${NOT_WEB.source}`);
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

/** More is no source by hand; what is looked for stands in the app's own. */
const MOST_FILES = 2000;

/** The source files below a folder, its own first, without those of folders with these names. */
function sourcesIn(root: string, folder: string, without: RegExp): readonly AppFile[] {
  const found: AppFile[] = [];
  const queue = [folder];
  for (let at = queue.shift(); at !== undefined && found.length < MOST_FILES; at = queue.shift()) {
    for (const entry of entriesIn(root, at)) {
      const file = path.posix.join(at, entry.name);
      if (entry.isDirectory() && !without.test(entry.name)) queue.push(file);
      const text = entry.isFile() && SOURCE.test(entry.name) ? textOf(path.join(root, file)) : null;
      if (text !== null) found.push({ path: file, text });
    }
  }
  return found;
}

const foldersIn = (root: string, folder: string) =>
  entriesIn(root, folder)
    .filter((entry) => entry.isDirectory() && !/^(node_modules|\..*)$/.test(entry.name))
    .map((entry) => entry.name);

function entriesIn(root: string, folder: string) {
  try {
    return readdirSync(path.join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  } catch {
    return [];
  }
}

function fileAt(root: string, file: string): AppFile | null {
  const text = textOf(path.join(root, file));
  return text === null ? null : { path: file, text };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The range of a package in a package.json. */
export function rangeOf(manifest: Readonly<Record<string, unknown>>, name: string): string | null {
  for (const group of ['dependencies', 'devDependencies', 'peerDependencies']) {
    const range = recordOf(manifest[group])[name];
    if (typeof range === 'string') return range;
  }
  return null;
}

/** A package that a package.json has: its installed version, as `^5.0.0` may be 5.40; else the range. */
function versionOf(
  root: string,
  folder: string,
  manifest: Readonly<Record<string, unknown>>,
  name: string,
): string | null {
  const range = rangeOf(manifest, name);
  if (range === null) return null;
  const installed = [folder, ''].map((at) =>
    textOf(path.join(root, at, 'node_modules', name, 'package.json')),
  );
  const { version } = json(installed.find((text) => text !== null) ?? undefined);
  return typeof version === 'string' ? version : range;
}

/** As `firebase.json` may write it: `./functions/`. */
function posix(file: string): string {
  const normal = path.posix.normalize(file.replaceAll('\\', '/')).replace(/\/$/, '');
  return normal === '.' ? '' : normal;
}
