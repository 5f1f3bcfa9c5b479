import type { TablerIcon } from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { Permission } from '../../../../functions/src/live-claims.config.ts';
import {
  IconAdjustments,
  IconBuilding,
  IconHistory,
  IconNotes,
  IconShieldCheck,
  IconUsers,
} from '../icons.ts';

/** A place of the app, as routes and navigation need it. */
export interface Place {
  readonly path: string;
  readonly name: string;
  readonly Icon: TablerIcon;
  /** Its addresses, as a pattern. */
  readonly route: string;
  /** The permission that puts it into the navigation; null for all users, `member` for those of an organisation. */
  readonly needs: Permission | 'member' | null;
  /** Fetches its screen ahead of time. */
  readonly load: () => Promise<unknown>;
  readonly Screen: ComponentType;
}

type Load = () => Promise<{ default: ComponentType }>;

function place(
  path: string,
  name: string,
  {
    Icon,
    route = path,
    needs = null,
    load,
  }: { Icon: TablerIcon; route?: string; needs?: Place['needs']; load: Load },
): Place {
  return { path, route, name, Icon, needs, load, Screen: lazy(load) };
}

export const PLACES: readonly Place[] = [
  place('/', 'Posts', {
    Icon: IconNotes,
    load: () => import('../posts/posts-screen.tsx'),
  }),
  place('/orgs', 'Organisations', {
    Icon: IconBuilding,
    route: '/orgs/:orgId?',
    needs: 'member',
    load: () => import('../orgs/orgs-screen.tsx'),
  }),
  place('/people', 'People', {
    Icon: IconUsers,
    route: '/people/:uid?',
    needs: 'people.read',
    load: () => import('../console/people-screen.tsx'),
  }),
  place('/audit', 'Audit log', {
    Icon: IconHistory,
    needs: 'audit.read',
    load: () => import('../console/audit-screen.tsx'),
  }),
  place('/settings', 'Settings', {
    Icon: IconAdjustments,
    needs: 'settings.change',
    load: () => import('../console/settings-screen.tsx'),
  }),
  place('/access', 'My access', {
    Icon: IconShieldCheck,
    load: () => import('../my-access/my-access-screen.tsx'),
  }),
];
