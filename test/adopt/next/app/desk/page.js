import { signInPath } from 'live-claims/core';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { access, mayWrite } from '../../access.js';

/** By the document: what holds from the commit of an edit on. */
export default async function Desk() {
  const { session, refusal } = await access.verifySession({ headers: await headers() }, mayWrite);
  if (refusal?.reason === 'signed-out') redirect(signInPath('/sign-in', '/desk'));
  return session ? <h1>The desk of the {session.role}</h1> : <h1>Refused: {refusal.reason}</h1>;
}
