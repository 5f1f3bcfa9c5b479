/** The article that goes with a role. */
export function articleOf(role: string): string {
  return /^[aeiou]/i.test(role) ? 'an' : 'a';
}

/** A role with its article: “an editor”, “a viewer”. */
export function withArticle(role: string): string {
  return `${articleOf(role)} ${role}`;
}
