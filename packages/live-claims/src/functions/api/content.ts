import type { Firestore } from 'firebase-admin/firestore';
import type { Check } from '../../core/index.ts';
import type { Html } from './page.ts';

/**
 * What an app publishes below `/api`, by path: as JSON for clients with an ID token, or as a page without
 * scripts for browsers with a session cookie. Each account gets it at most 60 times a minute.
 *
 * @example
 * const content: Content = {
 *   '/threads': { permission: 'threads.read', json: async (db) => ({ threads: await openThreads(db) }) },
 * };
 */
export type Content<Permission extends string = string> = Readonly<
  Record<string, JsonContent<Permission> | PageContent<Permission>>
>;

/**
 * Content as JSON.
 *
 * @example const threads: JsonContent = { permission: 'threads.read', json: async () => ({ threads: [] }) };
 */
export interface JsonContent<Permission extends string = string> {
  /** The permission that it takes to read it. */
  readonly permission: Permission;
  /** @default 'token' */
  readonly check?: Check | undefined;
  readonly json: (db: Firestore) => Promise<object>;
}

/**
 * Content as a page.
 *
 * @example
 * const threads: PageContent = {
 *   permission: 'threads.read',
 *   title: 'Threads',
 *   page: async () => html`<p>There are none.</p>`,
 * };
 */
export interface PageContent<Permission extends string = string> {
  /** The permission that it takes to see it. */
  readonly permission: Permission;
  /** @default 'marker' */
  readonly check?: Check | undefined;
  readonly title: string;
  /** What stands below the title. */
  readonly page: (db: Firestore) => Promise<Html>;
}
