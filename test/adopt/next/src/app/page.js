import { currentUser, isEditor } from '../lib/current-user';

export default async function Home() {
  const user = await currentUser();
  if (!user) return <h1>You are signed out</h1>;
  return (
    <main>
      <h1>You are: {user.role}</h1>
      {isEditor(user) && <a href="/desk">The desk</a>}
    </main>
  );
}
