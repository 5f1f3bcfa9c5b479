/** Whether a text is an address that a picture may be loaded from: the security rules ask the same. */
export function isHttpsUrl(text: string): boolean {
  return /^https:\/\/\S+$/.test(text) && URL.canParse(text);
}
