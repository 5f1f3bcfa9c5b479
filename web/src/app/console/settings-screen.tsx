import { SettingsPage } from 'live-claims/console';
import { Console } from './console.tsx';

export default function SettingsScreen() {
  return (
    <Console>
      <SettingsPage />
    </Console>
  );
}
