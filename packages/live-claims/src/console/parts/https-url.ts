/** Where pictures may come from: the accounts of Google sign-ins. `img-src` in firebase.json says the same. */
const PICTURE_HOSTS: readonly string[] = ['lh3.googleusercontent.com'];

/**
 * Whether a picture is shown. From any other host it is not: the host's owner would learn the address of
 * every reader of a list, and when they read it.
 */
export function isShownPicture(text: string): boolean {
  return isHttpsUrl(text) && PICTURE_HOSTS.includes(new URL(text).host);
}

/** Whether a text is an address that a picture may be loaded from: the security rules ask the same. */
export function isHttpsUrl(text: string): boolean {
  return /^https:\/\/\S+$/.test(text) && URL.canParse(text);
}
