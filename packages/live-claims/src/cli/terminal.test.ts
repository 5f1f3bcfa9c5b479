import { describe, expect, it } from 'vitest';
import { painter, writeJson, writeLines } from './terminal.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

/** A stream that takes colours. */
function screen() {
  const terminal = fakeTerminal();
  const out = Object.assign(terminal.out, { isTTY: true, getColorDepth: () => 8 });
  return { out, text: () => terminal.written().out };
}

const FOREIGN: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['a title of the window', '\u001B]0;pwned\u0007', '\\u{1b}]0;pwned\\u{7}'],
  ['the clipboard', '\u001B]52;c;AAAA\u0007', '\\u{1b}]52;c;AAAA\\u{7}'],
  ['hidden text', '\u001B[8m', '\\u{1b}[8m'],
  ['the end of a style', '\u001B[0m', '\\u{1b}[0m'],
  ['a sequence in eight bits', '\u009B8m', '\\u{9b}8m'],
  ['a line of its own', 'x\n  ✔ Nothing is wrong.', 'x\\u{a}  ✔ Nothing is wrong.'],
  ['a line written over', 'x\r✔', 'x\\u{d}✔'],
  ['a separator of lines', 'x\u2028y', 'x\\u{2028}y'],
  ['the other direction', '\u202Eresu', '\\u{202e}resu'],
  ['isolated directions', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
  ['a blank without a width', 'edit\u200Bor', 'edit\\u{200b}or'],
  ['half a surrogate pair', 'x\uD83D', 'x\\u{d83d}'],
  ['a hidden tag', 'x\u{E0041}', 'x\\u{e0041}'],
];
const FINE = ['Grüße', '日本語', 'مرحبا', '👩‍🚀', 'می‌خواهم', 'a b'];

describe('text of others on its way to a terminal', () => {
  it.each(FOREIGN)('%s is shown and not obeyed', (_, text, shown) => {
    const { out, text: written } = screen();
    writeLines(out, [`name ${text}`]);
    expect(written()).toBe(`name ${shown}\n`);
  });

  it.each(FOREIGN)('%s is escaped within the styles of this program', (_, text, shown) => {
    const { out, text: written } = screen();
    const paint = painter(out);
    writeLines(out, [paint('bold', text), paint(['bold', 'red'], `${text}!`)]);
    expect(written()).toBe(
      `\u001B[1m${shown}\u001B[22m\n\u001B[1m\u001B[31m${shown}!\u001B[39m\u001B[22m\n`,
    );
  });

  it.each(FOREIGN)('%s is escaped in JSON, and the same value for a program', (_, text) => {
    const { out, text: written } = screen();
    const value = { name: text, [text]: [{ text }] };
    writeJson(out, value);
    expect(written()).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(written())).toEqual(value);
  });

  it.each(FINE)('%s stays as it is', (text) => {
    const { out, text: written } = screen();
    writeLines(out, [text]);
    writeJson(out, text);
    expect(written()).toBe(`${text}\n"${text}"\n`);
  });
});
