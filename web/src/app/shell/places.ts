import type { TablerIcon } from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { Permission } from '../../../../functions/src/live-claims.config.ts';
import { IconAdjustments, IconHistory, IconNotes, IconShieldCheck, IconUsers } from '../icons.ts';

/** A place of the app, as routes and navigation need it. */
export interface Place {
  readonly path: string;
  readonly name: string;
  readonly Icon: TablerIcon;
  /** The permission that puts it into the navigation; null for all users. */
  readonly needs: Permission | null;
  /** Fetches its screen ahead of time. */
  readonly load: () => Promise<unknown>;
  readonly Screen: ComponentType;
}

type Load = () => Promise<{ default: ComponentType }>;

function place(
  path: string,
  name: string,
  { Icon, needs = null, load }: { Icon: TablerIcon; needs?: Permission | null; load: Load },
): Place {
  return { path, name, Icon, needs, load, Screen: lazy(load) };
}

export const PLACES: readonly Place[] = [
  place('/', 'Posts', {
    Icon: IconNotes,
    load: () => import('../posts/posts-screen.tsx'),
  }),
  place('/people', 'People', {
    Icon: IconUsers,
    needs: 'people.read',
    load: () => import('../people/people-screen.tsx'),
  }),
  place('/audit', 'Audit log', {
    Icon: IconHistory,
    needs: 'audit.read',
    load: () => import('../audit/audit-screen.tsx'),
  }),
  place('/settings', 'Settings', {
    Icon: IconAdjustments,
    needs: 'settings.change',
    load: () => import('../settings/settings-screen.tsx'),
  }),
  place('/access', 'My access', {
    Icon: IconShieldCheck,
    load: () => import('../my-access/my-access-screen.tsx'),
  }),
];
