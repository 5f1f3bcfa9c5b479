import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../tools/emulators/root.ts';
import { namesIn, rename } from '../support/find-by-shape.ts';
import { type Patch, patchText } from '../support/patch-source.ts';
import { BUGS } from './bugs.ts';

const SOURCE = `
function change(actor: Person, user: Person): void {
  // Ranks are compared before anything is written.
  if (actor.rank <= user.rank) refuse('rank-too-low', actor.uid);
  if (actor.disabled) refuse('disabled', actor.uid);
}`;

const patch: Patch = {
  file: 'change.ts',
  find: "if (actor.rank <= user.rank) refuse('rank-too-low', actor.uid);",
  replace: "log('actor', actor.uid);",
};

const renamed = (text: string, names: Record<string, string>) =>
  rename(text, new Map(Object.entries(names)));

const ALL_RENAMED = renamed(SOURCE, { actor: 'a', rank: 'b', user: 'c', refuse: 'd', uid: 'e' });

describe('a patch of a source', () => {
  it('stays in its place when names are changed, and what it puts there has the new names', () => {
    const text = renamed(SOURCE, { actor: 'author', rank: 'level', uid: 'id' });
    expect(patchText(text, patch)).toContain("written.\n  log('actor', author.id);\n  if (author.");
  });

  it.each([
    ['the line is gone', SOURCE.replace(/^.*rank-too-low.*$/m, '')],
    ['it is there twice, as near', SOURCE.replace('refuse(', 'deny(').repeat(2)],
    ['all its names are others, and stand elsewhere', `${ALL_RENAMED} const actor = null;`],
    ['one name has become two', SOURCE.replace("low', actor.uid", "low', author.uid")],
    ['two names have become one', renamed(SOURCE, { user: 'actor' })],
    ['it compares in another way', SOURCE.replace('<=', '<')],
  ])('fits no more where %s', (_, text) => {
    expect(() => patchText(text, patch)).toThrow('places for this patch');
  });
});

const withoutSpace = (text: string) => text.replaceAll(/\s+/g, '');

/** Each name of each seeded bug, changed in all of the file that the bug is in. */
const RENAMES = BUGS.flatMap(({ name, patches }) =>
  patches.flatMap((each) => {
    const text = readFileSync(path.join(ROOT, each.file), 'utf8');
    return [...namesIn(each.find)].map((from) => ({ bug: name, patch: each, text, from }));
  }),
);

describe('the seeded bugs', () => {
  it('outlast the change of any name that they stand on', () => {
    const lost = RENAMES.filter(({ patch: each, text, from }) => {
      const names = new Map([[from, from.startsWith('#') ? '#renamed' : 'renamed']]);
      try {
        const [after, before] = [patchText(rename(text, names), each), patchText(text, each)];
        return withoutSpace(after) !== withoutSpace(rename(before, names));
      } catch {
        return true;
      }
    });
    expect(RENAMES.length).toBeGreaterThan(300);
    expect(lost.map(({ bug, from }) => `${from}: ${bug}`)).toEqual([]);
  });
});
