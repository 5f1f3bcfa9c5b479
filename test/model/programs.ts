import { appRoles, decodeClaims, parseMarker } from '@live-claims/contract';
import type { CommitRoleChange } from '../../functions/src/role-change/set-role.ts';
import type { Edit } from '../../functions/src/sync/follow-edit.ts';
import type { Account, AccountWrite, Publication, Source } from '../../functions/src/sync/ports.ts';
import type { SyncEngine } from '../../functions/src/sync/sync-user.ts';
import type { SignedInUser } from '../../web/src/live-claims/firebase-port.ts';
import type { Io, Program } from './process.ts';

/** The code under the check; a seeded bug is another one of these. */
export type Subject = typeof import('./subject.ts');

export const UID = 'mia';
const ADMIN = 'ada';

/** The subject's engine, each of whose requests is a scheduling point. */
function engineOn(io: Io): SyncEngine {
  return {
    roles: appRoles,
    accounts: {
      read: () => io.ask('accounts.read') as Promise<Account | null>,
      setClaims: (_, claims) => io.ask('accounts.setClaims', claims) as Promise<AccountWrite>,
      setDisabled: (_, disabled) =>
        io.ask('accounts.setDisabled', disabled) as Promise<AccountWrite>,
    },
    documents: {
      read: () => io.ask('documents.read') as ReturnType<SyncEngine['documents']['read']>,
      readSource: () => io.ask('documents.readSource') as Promise<Source>,
      publish: (publication: Publication) =>
        io.ask('documents.publish', publication) as Promise<boolean>,
    },
  };
}

/** The trigger, with one delivery of an event. */
export const handler =
  ({ followEdit }: Subject, edit: Edit): Program =>
  (io) =>
    followEdit(engineOn(io), edit, () => io.ask('sleep'));

/** The callable with which an admin sets a role. */
export const callable =
  ({ setRole }: Subject, role: string | null, changeId: string): Program =>
  (io) => {
    const commit = ((_, change) => io.ask('roles.commit', change)) as CommitRoleChange;
    return setRole(engineOn(io), commit, { uid: UID, role, actor: ADMIN, changeId, now: 0 });
  };

/** A sync that no event asked for: the person's own callable, and the reconciler. */
export const resync =
  ({ syncUser }: Subject): Program =>
  (io) =>
    syncUser(engineOn(io), UID, {
      explains: () => false,
      actor: { kind: 'unknown', uid: null },
      reason: null,
      auditId: null,
    });

/** Somebody else's code with a claim of its own; Firebase Auth makes it write ours back as well. */
export const foreignWriter =
  (claim: string): Program =>
  async (io) => {
    const account = (await io.ask('accounts.read')) as Account | null;
    if (account !== null) await io.ask('accounts.setClaims', { ...account.claims, [claim]: true });
  };

/** What a client shows, and what is wrong with it. */
export interface Shown {
  readonly status: string;
  readonly role: string | null;
  readonly version: number;
  /** The newest version that a marker has told it of. */
  readonly marker: number;
  readonly wrong: string | null;
}

/** A signed-in browser. */
export const client =
  ({ startLiveClaims }: Subject, token: unknown, random: () => number): Program =>
  (io) => {
    let claims = token;
    let newestMarker = 0;
    let tell: ((user: SignedInUser | null) => void) | null = null;
    let wrong: string | null = null;
    let current: SignedInUser | null = null;
    const user: SignedInUser = {
      uid: UID,
      email: null,
      displayName: null,
      photoURL: null,
      readToken: async () => ({ access: decodeClaims(claims), authTime: 1 }),
      exchangeToken: async () => {
        claims = await io.ask('exchange');
        if (current === user) tell?.(user);
      },
    };
    current = user;
    // The SDK's own refresh, once an hour.
    io.listen('hourly', (token) => {
      claims = token;
      if (current === user) tell?.(user);
    });
    const live = startLiveClaims(
      {
        name: 'model',
        onIdTokenChanged(listener) {
          tell = listener;
          queueMicrotask(() => listener(current));
          return () => {
            tell = null;
          };
        },
        currentUid: () => current?.uid ?? null,
        async signOut() {
          current = null;
          tell?.(null);
        },
        listenToMarker: (_, next) =>
          io.listen('marker', (seen) => {
            const { data } = seen as { data: unknown };
            newestMarker = Math.max(newestMarker, parseMarker(data)?.version ?? 0);
            next({ data: data ?? undefined, fromCache: false });
          }),
        listen: () => () => undefined,
      },
      appRoles,
      {
        clock: io.clock,
        random,
        locks: null,
        openChannel: null,
        window: null,
        document: null,
      },
      () => io.ask('syncMyClaims'),
    );
    const look = () => {
      const { status, role, version } = live.getSnapshot();
      if (status === 'fresh' && version < newestMarker) {
        wrong ??= `fresh with version ${version}, though the marker said ${newestMarker}`;
      }
      io.show({ status, role, version, marker: newestMarker, wrong } satisfies Shown);
    };
    live.subscribe(look);
    look();
    return new Promise(() => undefined);
  };
