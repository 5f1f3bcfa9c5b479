/**
 * An e-mail address as invites are stored and looked up: ASCII capitals in lower case. Unicode's folding
 * would map other characters onto ASCII letters (the Kelvin sign onto k), and so a stranger's address onto
 * the invited one.
 *
 * @example normalizeEmail('Ada@Example.com') // 'ada@example.com'
 */
export function normalizeEmail(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
