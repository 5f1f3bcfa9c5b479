/** What a request says about where it comes from; header values as they stand. */
export interface RequestOrigin {
  readonly method: string;
  /** The header `Sec-Fetch-Site`. */
  readonly site: string | null | undefined;
  /** The header `Origin`. */
  readonly origin: string | null | undefined;
  /** The names under which the server is reached: `Host`, and what a proxy says it was asked for. */
  readonly hosts: readonly (string | null | undefined)[];
}

/**
 * Whether a browser says that another site's page changes something: by Fetch Metadata, or, in browsers
 * before 2023, by an `Origin` that is not a name of this server. A request with neither is no browser's.
 * The order of the questions is that of Go's `http.CrossOriginProtection`, which lets `Sec-Fetch-Site: none` change
 * something too. No page of another site can set these headers: all but `X-Forwarded-Host` are the browser's own, and that
 * one needs a preflight, which fails unless the server allows the header to other sites by CORS.
 *
 * @example
 * comesFromElsewhere({ method: 'POST', site: 'cross-site', origin: null, hosts: ['app.example'] }) // true
 */
export function comesFromElsewhere({ method, site, origin, hosts }: RequestOrigin): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  if (site !== null && site !== undefined) return site !== 'same-origin';
  if (origin === null || origin === undefined) return false;
  const from = URL.parse(origin)?.host;
  return from === undefined || !hosts.includes(from);
}
