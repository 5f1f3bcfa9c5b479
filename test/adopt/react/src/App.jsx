import { Dashboard } from './Dashboard.jsx';
import { SignIn } from './SignIn.jsx';
import { useProfile } from './use-profile.js';

export function App() {
  const profile = useProfile();
  if (profile === undefined) return <p>One moment …</p>;
  if (profile === null) return <SignIn />;
  return <Dashboard profile={profile} />;
}
