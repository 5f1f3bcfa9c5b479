/** The characters that are allowed between quotes in the rules: none can end the string. */
const NAME = /^[A-Za-z][A-Za-z0-9._:-]{0,63}$/;

/** The codes of roles in organisations: these may begin with a digit. */
const CODE = /^[A-Za-z0-9_-]{1,32}$/;

/** The names that are allowed in a path: one segment, and no wildcard. */
const SEGMENT = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** A name as a text of the rules. @throws {Error} when it is not allowed there. */
export function quote(name: string): string {
  if (!NAME.test(name)) throw unusable(name, NAME);
  return `'${name}'`;
}

/** A code as a text of the rules. @throws {Error} when it is not allowed there. */
export function quoteCode(code: string): string {
  if (!CODE.test(code)) throw unusable(code, CODE);
  return `'${code}'`;
}

/** The name of a collection, for a path. @throws {Error} when it is not allowed there. */
export function segment(name: string): string {
  if (!SEGMENT.test(name)) throw unusable(name, SEGMENT);
  return name;
}

function unusable(name: string, allowed: RegExp): Error {
  return new Error(
    `The name ${JSON.stringify(name)} cannot stand in rules: ${allowed} is allowed.`,
  );
}
