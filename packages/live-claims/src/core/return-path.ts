/**
 * The path of this site in a text that a link, a form or a query brings along, such as `?next=/threads`: what may be
 * followed after a sign-in. Whatever leads to another site (`//evil.example`, `/\evil.example`, a URL, `javascript:`)
 * becomes `fallback` ("Unvalidated Redirects and Forwards", OWASP).
 *
 * @param fallback a path of this site. @default '/'
 * @returns path, query and fragment, percent-encoded as URLs are: safe in a `Location` header.
 * @example location.assign(returnPath(new URLSearchParams(location.search).get('next')));
 */
export function returnPath(wanted: unknown, fallback = '/'): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return fallback;
  const url = urlOf(wanted);
  if (url?.origin !== NOWHERE) return fallback;
  const path = url.pathname + url.search + url.hash;
  // Dots may have been resolved to a path that a browser takes for a host: `/.//evil.example`.
  return path.startsWith('//') ? fallback : path;
}

/** No site has this name (RFC 2606). */
const NOWHERE = 'https://nowhere.invalid';

/**
 * The path of the sign-in page that leads back here.
 *
 * @param signIn the path of the sign-in page.
 * @param here the path of the page, or the URL of the request for it, of which only the path counts.
 * @example signInPath('/sign-in', '/threads?page=2') // '/sign-in?next=%2Fthreads%3Fpage%3D2'
 */
export function signInPath(signIn: string, here: string): string {
  const url = urlOf(here);
  const path = url === null ? '/' : returnPath(url.pathname + url.search);
  return `${signIn}?next=${encodeURIComponent(path)}`;
}

/** As `URL.parse`, which browsers before 2024 do not have. */
function urlOf(text: string): URL | null {
  try {
    return new URL(text, NOWHERE);
  } catch {
    return null;
  }
}
