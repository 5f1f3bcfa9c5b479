import { topRole } from '../../core/index.ts';
import { useConsole, useLiveClaims } from '../console-context.tsx';

/** Whether the signed-in user may change the access settings: by the permission for it, or by the top role. */
export function useMayChangeSettings(): boolean {
  const { config, roles } = useConsole();
  const { permissions, role } = useLiveClaims();
  const { changeSettings } = config.can;
  return (
    role === topRole(roles) || (changeSettings !== null && permissions.includes(changeSettings))
  );
}
