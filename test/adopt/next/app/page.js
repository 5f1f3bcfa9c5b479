import { headers } from 'next/headers';
import { access } from '../access.js';

export default async function Home() {
  const { session } = await access.verifySession({ headers: await headers() });
  return <h1>{session ? `You are: ${session.role}` : 'You are signed out'}</h1>;
}
