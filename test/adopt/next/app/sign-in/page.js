import { returnPath } from 'live-claims/core';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { access } from '../../access.js';
import { Form } from './form.js';

export default async function SignIn({ searchParams }) {
  const { session } = await access.verifySession({ headers: await headers() });
  if (session) redirect(returnPath((await searchParams).next));
  return <Form />;
}
