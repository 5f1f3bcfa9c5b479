import type { Member } from './live-member.ts';

/** What a process full of clients is told. It ends when its line to the parent does. */
export type GroupOrder =
  | { readonly type: 'open'; readonly members: readonly Member[] }
  /** Tell of each client that gets a newer token than it has now, and with this role. */
  | { readonly type: 'watch'; readonly role: string };

/** A client that holds what was waited for. */
export interface Holder {
  readonly uid: string;
  /** Since when, by `machineNow()`. */
  readonly at: number;
}

/** What it answers. */
export type GroupReport =
  /** One more is. */
  | { readonly type: 'connected' }
  | {
      readonly type: 'opened';
      readonly uids: readonly string[];
      readonly errors: readonly string[];
    }
  | { readonly type: 'watching' }
  /** With what the process holds of memory, in bytes. */
  | { readonly type: 'holders'; readonly holders: readonly Holder[]; readonly rss: number };
