/** One place in one file, and what stands there without the defence. */
export interface Weakening {
  /** Relative to the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The text without the defence. @throws {Error} when `find` is not there exactly once. */
export function weaken(text: string, { file, find, replace }: Weakening): string {
  const places = text.split(find).length - 1;
  if (places !== 1 || find === replace) {
    throw new Error(`${file} has ${places} places for the defence: ${find}`);
  }
  return text.replace(find, () => replace);
}
