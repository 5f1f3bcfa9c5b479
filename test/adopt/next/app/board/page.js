import { headers } from 'next/headers';
import { access, mayRead } from '../../access.js';

/** Asks by itself too: the proxy alone is no guard. */
export default async function Board() {
  const { session, refusal } = await access.verifySession({ headers: await headers() }, mayRead);
  return session ? <h1>The board</h1> : <h1>Refused: {refusal.reason}</h1>;
}
