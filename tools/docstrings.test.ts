import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ESTree, parseSync } from 'vite';
import { expect, it } from 'vitest';
import { ROOT } from './emulators/root.ts';

const SOURCE = path.join(ROOT, 'packages/live-claims/src');
const ENTRY_POINTS = [
  'core',
  'csv',
  'functions',
  'server',
  'web',
  'react',
  'vue',
  'svelte',
  'angular',
  'solid',
  'devtools',
  'devtools-react',
  'receipts',
  'rules',
];

/** They come back, and are not for the app to fill in. */
const ANSWERS: ReadonlySet<string> = new Set(['RefusalDetails', 'Problem']);

interface Declared {
  readonly file: string;
  readonly name: string;
  readonly node: ESTree.Node;
  /** The comment before the declaration; empty for none. */
  readonly doc: string;
}

function read(file: string) {
  const text = readFileSync(file, 'utf8');
  return { text, parsed: parseSync(file, text) };
}

/** Every name that the module exports, where it is declared. */
function exportsOf(file: string): Declared[] {
  const { text, parsed } = read(file);
  const { module, program, comments } = parsed;
  const docBefore = (start: number): string => {
    const last = comments.filter(({ end }) => end <= start).at(-1);
    return last && text.slice(last.end, start).trim() === '' ? last.value : '';
  };
  const declarationOf = (name: string): ESTree.Node | undefined =>
    program.body.find((node) => {
      if (node.type !== 'ExportNamedDeclaration' || !node.declaration) return false;
      const { declaration } = node;
      if (declaration.type === 'VariableDeclaration') {
        return declaration.declarations.some(({ id }) => 'name' in id && id.name === name);
      }
      return (
        'id' in declaration && declaration.id?.type === 'Identifier' && declaration.id.name === name
      );
    });
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, exportName, importName }) => {
      if (moduleRequest) {
        const from = exportsOf(path.resolve(path.dirname(file), moduleRequest.value));
        return importName.name === null
          ? from
          : from.filter(({ name }) => name === importName.name);
      }
      const name = exportName.name ?? 'default';
      const node = declarationOf(name);
      return node ? [{ file, name, node, doc: docBefore(node.start) }] : [];
    });
}

/** The optional members of an exported interface, with their comments. */
function optionalMembers({ file, node }: Declared): { name: string; doc: string }[] {
  const { text, parsed } = read(file);
  const { declaration } = node as ESTree.ExportNamedDeclaration;
  if (declaration?.type !== 'TSInterfaceDeclaration') return [];
  return declaration.body.body.flatMap((member) => {
    if (member.type !== 'TSPropertySignature' || !member.optional) return [];
    const last = parsed.comments.filter(({ end }) => end <= member.start).at(-1);
    const isItsOwn = last !== undefined && text.slice(last.end, member.start).trim() === '';
    return [
      { name: text.slice(member.key.start, member.key.end), doc: isItsOwn ? last.value : '' },
    ];
  });
}

it.each(ENTRY_POINTS)('every export of live-claims/%s has an example', (entry) => {
  const found = exportsOf(path.join(SOURCE, entry, 'index.ts'));
  expect(found.length).toBeGreaterThan(1);
  const without = found.filter(({ doc }) => !doc.includes('@example'));
  expect(without.map(({ name, file }) => `${path.basename(file)}: ${name}`)).toEqual([]);
});

it.each(ENTRY_POINTS)(
  'every option of live-claims/%s that may be left out has its default',
  (entry) => {
    const options = exportsOf(path.join(SOURCE, entry, 'index.ts')).filter(
      ({ name }) => !ANSWERS.has(name),
    );
    const without = options.flatMap((declared) =>
      optionalMembers(declared)
        .filter(({ doc }) => !doc.includes('@default'))
        .map(({ name }) => `${declared.name}.${name}`),
    );
    expect(without).toEqual([]);
  },
);
