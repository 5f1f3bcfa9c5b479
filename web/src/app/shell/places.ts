import type { Permission } from '@live-claims/contract';
import { lazy } from 'react';
import { IconHistory, IconNotes, IconShieldCheck, IconUsers } from '../icons.ts';

/** The app's places, as the navigation shows them. */
export const PLACES = [
  {
    path: '/',
    name: 'Posts',
    Icon: IconNotes,
    needs: null,
    Screen: lazy(() => import('../posts/posts-screen.tsx')),
  },
  {
    path: '/people',
    name: 'People',
    Icon: IconUsers,
    needs: 'people.read',
    Screen: lazy(() => import('../people/people-screen.tsx')),
  },
  {
    path: '/audit',
    name: 'Audit log',
    Icon: IconHistory,
    needs: 'audit.read',
    Screen: lazy(() => import('../audit/audit-screen.tsx')),
  },
  {
    path: '/access',
    name: 'My access',
    Icon: IconShieldCheck,
    needs: null,
    Screen: lazy(() => import('../my-access/my-access-screen.tsx')),
  },
] as const satisfies readonly { path: string; needs: Permission | null; [more: string]: unknown }[];
