import { signInWithCustomToken } from 'firebase/auth';
import type { LiveClaims } from 'live-claims/web';
import { type Client, openClient } from '../../test/support/client.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import { liveClaimsOf } from '../strategies/live-claims-of.ts';

/** The time limit for a sign-in up to the marker while all other clients sign in, too. */
const OPEN_WITHIN_MS = 120_000;

/** An account to sign in. */
export interface Member {
  readonly uid: string;
  /** Of `createCustomToken`, without claims: those would stand in front of the account's. */
  readonly customToken: string;
}

/** A person with one browser, as far as Firebase can tell, and the client core in it. */
export interface LiveMember {
  readonly uid: string;
  readonly client: Client;
  readonly live: LiveClaims;
  close(): Promise<void>;
}

/** Comes back when the client is `fresh`. @throws when it is not in two minutes; it is closed then. */
export async function openLiveMember({ uid, customToken }: Member): Promise<LiveMember> {
  const client = openClient();
  const live = liveClaimsOf(client);
  const close = async () => {
    live.close();
    await client.close();
  };
  try {
    await signInWithCustomToken(client.auth, customToken);
    await untilSnapshot(live, ({ status }) => status === 'fresh', OPEN_WITHIN_MS);
  } catch (error) {
    await close();
    throw error;
  }
  return { uid, client, live, close };
}
