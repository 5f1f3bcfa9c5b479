import type { OrgRole } from '../functions/src/live-claims.config.ts';

export interface DemoOrg {
  readonly id: string;
  readonly name: string;
  /** Roles by account id. */
  readonly members: Readonly<Record<string, OrgRole>>;
  /** What is written in it, and by whom. */
  readonly posts: readonly {
    readonly title: string;
    readonly body: string;
    readonly authorId: string;
  }[];
}

/** The organisations of the demo project: Edith is an admin of one and a viewer in the other. */
export const DEMO_ORGS: readonly DemoOrg[] = [
  {
    id: 'northwind',
    name: 'Northwind',
    members: { edith: 'admin', victor: 'editor' },
    posts: [
      {
        title: 'Harbour plan for June',
        body: 'Two berths are closed from the 4th. Boats of over 20 metres moor at the east quay.',
        authorId: 'victor',
      },
    ],
  },
  {
    id: 'bluebird',
    name: 'Bluebird',
    members: { amir: 'admin', edith: 'viewer' },
    posts: [
      {
        title: 'Rehearsal moved to Thursday',
        body: 'Same room, an hour later. Bring the second set.',
        authorId: 'amir',
      },
    ],
  },
];
