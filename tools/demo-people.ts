import type { Role } from '../functions/src/live-claims.config.ts';

export interface DemoPerson {
  readonly uid: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
}

/** The password of all accounts of the local demo. Accounts of a real project never get one from here. */
export const DEMO_PASSWORD = 'demo-password';

/** The users of the demo project, highest role first. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { uid: 'olivia', email: 'olivia@example.com', displayName: 'Olivia Owen', role: 'owner' },
  { uid: 'amir', email: 'amir@example.com', displayName: 'Amir Adler', role: 'admin' },
  { uid: 'edith', email: 'edith@example.com', displayName: 'Edith Engel', role: 'editor' },
  { uid: 'victor', email: 'victor@example.com', displayName: 'Victor Vance', role: 'viewer' },
];
