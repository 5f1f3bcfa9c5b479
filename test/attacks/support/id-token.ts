import type { TestUser } from '../../support/admin.ts';
import { stack } from '../../support/stack.ts';

const SIGN_IN = 'identitytoolkit.googleapis.com/v1/accounts:signInWithPassword';

/** Signs in without an SDK; comes back with the ID token, which nothing refreshes. */
export async function idTokenOf({ email, password }: TestUser): Promise<string> {
  const answer = await fetch(`http://${stack.auth}/${SIGN_IN}?key=any`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, returnSecureToken: true }),
  });
  const { idToken, error } = (await answer.json()) as { idToken?: string; error?: unknown };
  if (idToken === undefined) throw new Error(`Could not sign in: ${JSON.stringify(error)}`);
  return idToken;
}
