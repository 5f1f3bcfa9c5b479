import { AuditPage } from 'live-claims/console';
import { Console } from './console.tsx';

export default function AuditScreen() {
  return (
    <Console>
      <AuditPage />
    </Console>
  );
}
