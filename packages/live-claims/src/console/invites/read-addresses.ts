/** One address of a pasted text, or what cannot be one. */
export interface ReadAddress {
  /** In lower case, as invites have it; what was written, where it is no address. */
  readonly email: string;
  readonly isAddress: boolean;
  /** Whether it was named before. */
  readonly isRepeated: boolean;
}

/**
 * The addresses in a pasted text: separated by lines, commas, semicolons, tabs or blanks, by themselves or as
 * `Ada Lovelace <ada@example.com>`, as mail programs and spreadsheets write them.
 */
export function readAddresses(text: string): readonly ReadAddress[] {
  const seen = new Set<string>();
  return text
    .split(/[\r\n,;\t]+/)
    .flatMap((part) => {
      const bracketed = /<([^<>]*)>/.exec(part)?.[1];
      // A name without an address is said to be none; several addresses may have blanks between them.
      if (bracketed !== undefined) return [bracketed.trim()];
      const words = part.trim().split(/\s+/);
      return words.every((word) => word.includes('@')) ? words : [part.trim()];
    })
    .map((word) => word.replace(/^(mailto:|["'(])+|["')]+$/g, ''))
    .filter((word) => word !== '')
    .map((word) => {
      const isAddress = /^[^\s@<>"]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/.test(word);
      const email = isAddress ? word.toLowerCase() : word;
      const isRepeated = seen.has(email);
      seen.add(email);
      return { email, isAddress, isRepeated };
    });
}
