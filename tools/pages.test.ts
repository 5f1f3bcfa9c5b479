import { execFile } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from './emulators/root.ts';

const PAGES = globSync(
  ['*.md', 'docs/**/*.md', 'test/**/*.md', 'lab/*.md', 'packages/live-claims/src/**/*.md'],
  { cwd: ROOT, exclude: (name) => name.includes('node_modules') },
);

/** The compiler options that an adopter of today would have. */
const COMPILER_OPTIONS = {
  module: 'ESNext',
  moduleResolution: 'Bundler',
  target: 'ES2022',
  lib: ['ES2024', 'DOM', 'DOM.Iterable'],
  jsx: 'react-jsx',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  types: ['node'],
};

/** What the pages import and TypeScript does not find, as far as they use it. */
const NOT_INSTALLED = `
declare module '*/styles.css' {}
declare module 'next/navigation' {
  export function useRouter(): { replace(href: string): void };
}
declare module 'react-native' {
  export const AppState: {
    addEventListener(type: 'change', listener: (state: string) => void): { remove(): void };
  };
}
`;

interface Snippet {
  readonly language: string;
  readonly code: string;
}

/** A page's TypeScript. A first line `// web/src/access.ts` names the file, so that others can import it. */
function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(tsx?)\n(.*?)^```/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

function fileOf({ language, code }: Snippet, index: number): string {
  const [, named] = /^\/\/ ([\w.+/-]+\.tsx?)\n/.exec(code) ?? [];
  return named ?? `snippet-${index + 1}.${language}`;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lc-snippets-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withCode = PAGES.filter((page) => snippetsOf(page).length > 0);

it('there is code to check', () => expect(withCode).toContain('README.md'));

it.each(withCode)('the code in %s type-checks', async (page) => {
  const project = mkdtempSync(path.join(folder, 'page-'));
  for (const [index, snippet] of snippetsOf(page).entries()) {
    const file = path.join(project, fileOf(snippet, index));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, snippet.code);
  }
  writeFileSync(path.join(project, 'not-installed.d.ts'), NOT_INSTALLED);
  writeFileSync(
    path.join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS }),
  );
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '--pretty', 'false'], {
    cwd: project,
  }).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

it.each(PAGES)('every link in %s leads to a file', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g)].map(
    ([, link = '']) => link,
  );
  const broken = links.filter((link) => !existsSync(path.join(ROOT, path.dirname(page), link)));
  expect(broken).toEqual([]);
});

it('every path in ARCHITECTURE.md is one of this tree', () => {
  const text = readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const files = globSync('**/*', {
    cwd: ROOT,
    exclude: (name) => name.includes('node_modules'),
  }).map((file) => `/${file.replaceAll(path.sep, '/')}`);
  const paths = [...text.matchAll(/`([\w./-]+(?:\.(?:tsx?|rules|json)|\/))`/g)].map(
    ([, found = '']) => found,
  );
  expect(paths.length).toBeGreaterThan(50);
  const missing = paths.filter(
    (wanted) => !files.some((file) => `${file}/`.endsWith(`/${wanted}`.replace(/([^/])$/, '$1/'))),
  );
  expect(missing).toEqual([]);
});
