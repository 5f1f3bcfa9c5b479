import { stack } from '../../support/stack.ts';

/** An answer of Firestore's REST API. */
export interface RestAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an attacker takes whatever comes.
  readonly body: any;
}

/** Past the rules: the emulators take this for an administrator's token. */
export const ADMIN_TOKEN = 'owner';

/**
 * One request as any client can send it.
 *
 * @param path below `v1/`, `projects/…`.
 * @param token null for none.
 */
export async function restRequest(
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<RestAnswer> {
  const answer = await fetch(`http://${stack.firestore}/v1/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

/**
 * Whether the request was let through.
 *
 * @throws {Error} when it failed for another reason than the rules: that is not what stops an attack.
 */
export function wentThrough({ status, body }: RestAnswer): boolean {
  const said = JSON.stringify(body);
  if (status === 403 || status === 401 || said.includes('PERMISSION_DENIED')) return false;
  if (status === 200) return true;
  throw new Error(`Firestore answered ${status}: ${said}`);
}
