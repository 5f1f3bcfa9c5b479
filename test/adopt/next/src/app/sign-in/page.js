import { redirect } from 'next/navigation';
import { SignInForm } from '../../components/Session';
import { currentUser } from '../../lib/current-user';

export default async function SignIn({ searchParams }) {
  const { next } = await searchParams;
  if (await currentUser()) redirect(next?.startsWith('/') ? next : '/');
  return <SignInForm />;
}
