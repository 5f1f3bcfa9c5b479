import { LockdownBanner } from 'live-claims/console';
import { Console } from './console.tsx';

/** That a lockdown is on, for those who may turn it off. */
export default function Lockdown() {
  return (
    <Console>
      <LockdownBanner />
    </Console>
  );
}
