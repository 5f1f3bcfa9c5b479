import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { publishedManifest, SHIPPED, shippedAs } from './build-package.ts';
import { ROOT } from './emulators/root.ts';

const SKILL = 'packages/live-claims/skills/live-claims/SKILL.md';
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const isShipped = (file: string) =>
  SHIPPED.some((shipped) => file === shipped || file.startsWith(`${shipped}/`));

it('what llms.txt links to is there, and ships', () => {
  const links = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(15);
  expect(links.filter((link) => !existsSync(path.join(ROOT, link)) || !isShipped(link))).toEqual(
    [],
  );
  expect(shippedAs(SKILL)).toBe('skills/live-claims/SKILL.md');
});

it('llms.txt has the page of every sub-path', () => {
  const { exports } = publishedManifest(JSON.parse(read('packages/live-claims/package.json')));
  const pages = Object.keys(exports as object)
    .filter((name) => !/\.(json|css)$/.test(name))
    .map((name) => `docs/reference/${name.slice(2)}.md`);
  expect(pages.filter((page) => !read('llms.txt').includes(page))).toEqual([]);
});

it('the skill has the front matter that agents read, and is short', () => {
  const [, front = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(read(SKILL)) ?? [];
  expect(/^name: (.*)$/m.exec(front)?.[1]).toBe(path.basename(path.dirname(SKILL)));
  expect(/^description: (.*)$/m.exec(front)?.[1]?.length).toBeLessThan(1024);
  expect(body.split('\n').length).toBeLessThan(500);
});

it('the files that the skill names ship', () => {
  const named = [...read(SKILL).matchAll(/`(docs\/[\w./-]+)`/g)].map(([, file = '']) =>
    file.replace(/\/$/, ''),
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((file) => !isShipped(file))).toEqual([]);
});

it('the commands that the skill names are there', () => {
  const bin = path.join(ROOT, 'packages/live-claims/src/cli/bin.ts');
  const { stdout } = spawnSync(process.execPath, [bin, 'complete', '--', ''], { encoding: 'utf8' });
  const known = stdout.split('\n').map((line) => line.split('\t')[0]);
  const named = [...read(SKILL).matchAll(/npx live-claims ([a-z-]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
