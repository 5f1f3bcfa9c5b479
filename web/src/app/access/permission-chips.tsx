import { appRoles, type Permission } from '../../../../functions/src/live-claims.config.ts';
import { IconCheck, IconMinus } from '../icons.ts';
import classes from './permission-chips.module.css';

const ALL: readonly Permission[] = [...new Set(Object.values(appRoles.permissions).flat())];

/** Every permission of the app, with those of the user highlighted. */
export function PermissionChips({ held, label }: { held: readonly string[]; label: string }) {
  return (
    <ul className={classes.chips} aria-label={label}>
      {ALL.map((permission) => {
        const holds = held.includes(permission);
        const Icon = holds ? IconCheck : IconMinus;
        return (
          <li key={permission} className={classes.chip} data-held={holds || undefined}>
            <Icon
              size={14}
              stroke={2.25}
              role="img"
              aria-label={holds ? 'Allowed:' : 'Not allowed:'}
            />
            {permission}
          </li>
        );
      })}
    </ul>
  );
}
