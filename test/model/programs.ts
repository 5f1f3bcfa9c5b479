import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import {
  type CustomClaims,
  DEFAULT_NAMES,
  decodeClaims,
  type Marker,
  NO_ACCESS,
  parseMarker,
  type RoleTable,
} from 'live-claims/core';
import { appRoles as demoRoles } from '../../functions/src/live-claims.config.ts';
import type { CommittedEdit } from '../../packages/live-claims/src/functions/edit/commit-edit.ts';
import type { CommitEdit } from '../../packages/live-claims/src/functions/edit/edit.ts';
import type { EditOrder } from '../../packages/live-claims/src/functions/edit/order.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { callerSince } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import type { MembershipEdit } from '../../packages/live-claims/src/functions/orgs/follow-membership.ts';
import type { Edit } from '../../packages/live-claims/src/functions/sync/follow-edit.ts';
import type {
  Account,
  AccountWrite,
  AuditRecord,
  MembershipDocuments,
  Publication,
  Source,
} from '../../packages/live-claims/src/functions/sync/ports.ts';
import type { SyncEngine } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import type { RoleCommit } from '../../packages/live-claims/src/testing/memory-backend.ts';
import { orgTable } from '../../packages/live-claims/src/testing/org-config.ts';
import type { SignedInUser } from '../../packages/live-claims/src/web/firebase-port.ts';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import type { Io, Program } from './process.ts';
import type { Happening } from './state.ts';

/** The demo's roles, with organisations. */
const appRoles: RoleTable = { ...demoRoles, orgs: orgTable };

/** The code under the check; a seeded bug is another one of these. */
export type Subject = typeof import('./subject.ts');

export const UID = 'mia';
const ADMIN = 'ada';

/** When the clients of the model signed in, in whole seconds: before everything that happens in it. */
export const SIGNED_IN_AT = 0;

/** The subject's engine, each of whose requests is a scheduling point. */
function engineOn(io: Io): SyncEngine {
  return {
    roles: appRoles,
    accounts: {
      read: () => io.ask('accounts.read') as Promise<Account | null>,
      setClaims: (_, claims) => io.ask('accounts.setClaims', claims) as Promise<AccountWrite>,
      setDisabled: (_, disabled) =>
        io.ask('accounts.setDisabled', disabled) as Promise<AccountWrite>,
      endSessions: () => io.ask('accounts.endSessions') as Promise<AccountWrite>,
    },
    documents: {
      read: () => io.ask('documents.read') as ReturnType<SyncEngine['documents']['read']>,
      readSource: () => io.ask('documents.readSource') as Promise<Source>,
      readEntry: (id) => io.ask('documents.readEntry', id) as Promise<AuditRecord | null>,
      publish: (publication: Publication) =>
        io.ask('documents.publish', publication) as Promise<boolean>,
    },
    memberships: {
      read: (_, orgIds) =>
        io.ask('memberships.read', orgIds) as ReturnType<MembershipDocuments['read']>,
      readWithUser: (_, orgIds) =>
        io.ask('memberships.readWithUser', orgIds) as ReturnType<
          MembershipDocuments['readWithUser']
        >,
      write: (change) => io.ask('memberships.write', change) as Promise<boolean>,
    },
  };
}

/** The trigger, with one delivery of an event. */
export const handler =
  ({ followEdit }: Subject, edit: Edit): Program =>
  (io) =>
    followEdit(engineOn(io), edit, () => io.ask('sleep'));

/** The trigger of a membership, with one delivery of an event. Of the account nothing is known but its id. */
export const membership =
  ({ followMembership }: Subject, edit: MembershipEdit): Program =>
  (io) =>
    followMembership({ store: NO_INVITES, engine: engineOn(io), auth: STRANGERS }, edit);

const STRANGERS = {
  getUser: async (uid: string) => ({ uid, providerData: [], metadata: { creationTime: '' } }),
} as unknown as Auth;

/** `commitEdit` on a project: reads, and commits if the document is still the revision that it read. */
const verified =
  (io: Io, engine: SyncEngine): CommitEdit =>
  async ({ uid, edit: { role = null, disabled }, changeId }) => {
    const enables = disabled === false;
    for (;;) {
      const [{ source, marker }, account] = await Promise.all([
        engine.documents.read(uid),
        engine.accounts.read(uid),
      ]);
      const isDisabled = account?.disabled === true || (source.data?.disabled ?? false) !== false;
      if (enables && !isDisabled) return { outcome: 'already-so', seen: null };
      const sawLock = account?.disabled === true;
      const change = {
        ...{ actor: ADMIN, uid, role, changeId, revision: source.version },
        ...{ enables, sawLock },
      };
      const answer = (await io.ask('roles.commit', change)) as RoleCommit;
      if (answer.outcome === 'moved') continue;
      if (answer.outcome !== 'written') return { ...answer, seen: null } as CommittedEdit;
      const { version } = answer;
      if (version === undefined) return { outcome: 'written', seen: null };
      const set = enables ? { disabled: false } : { role, roleExpiresAt: null };
      const data = { ...source.data, ...set, changeId, updatedBy: ADMIN };
      const by = { actor: { kind: 'person', uid: ADMIN }, reason: null } as const;
      const entry = {
        id: changeId,
        uid,
        ...by,
        outcome: 'written',
        createdVersion: version,
      } as const;
      const seen = { source: { data, version }, marker, account, now: version, entry };
      return { outcome: 'written', seen };
    }
  };

/** An edit by an admin. */
const order = (edit: EditOrder['edit'], changeId: string): EditOrder => ({
  uid: UID,
  edit,
  by: { kind: 'person', caller: callerSince(ADMIN, 0) },
  changeId,
  now: 0,
});

/** The callable with which an admin sets a role. */
export const callable =
  ({ applyEdit }: Subject, role: string | null, changeId: string): Program =>
  (io) => {
    const engine = engineOn(io);
    return applyEdit(engine, verified(io, engine), order({ role }, changeId));
  };

/** The callable with which an admin enables an account. */
export const enabling =
  ({ applyEdit }: Subject, changeId: string): Program =>
  (io) => {
    const engine = engineOn(io);
    return applyEdit(engine, verified(io, engine), order({ disabled: false }, changeId));
  };

/** A step of a job, as `set-roles-work.ts` does it: not again where its entry says that it was made. */
export const job =
  (
    { applyEdit }: Subject,
    { role, changeId, expected }: Extract<Happening, { job: unknown }>['job'],
  ): Program =>
  async (io) => {
    const engine = engineOn(io);
    if ((await engine.documents.readEntry(changeId)) !== null) return null;
    // In a transaction, which does not tell when it was committed.
    const commit: CommitEdit = async () => {
      const change = { actor: ADMIN, uid: UID, role, changeId, expected };
      const answer = (await io.ask('roles.commit', change)) as RoleCommit;
      return { ...answer, seen: null } as CommittedEdit;
    };
    return applyEdit(engine, commit, order({ role }, changeId));
  };

/** There are no invites in the model. */
const NO_INVITES = new Store(
  {
    collection: () => ({ where: () => ({ where: () => null }) }),
    runTransaction: (run: (transaction: unknown) => unknown) =>
      run({ get: async () => ({ docs: [] }) }),
  } as unknown as Firestore,
  DEFAULT_NAMES,
);

/** The blocking function, and Firebase Auth, which creates the account when it has answered. */
export const signUp =
  ({ provisionAccount }: Subject): Program =>
  async (io) => {
    const engine = engineOn(io);
    await io.ask('users.create', { role: appRoles.initialRole });
    const account = { uid: UID, email: null, emailVerified: false, displayName: null };
    const place = { store: NO_INVITES, engine };
    const { claims, disabled } = await provisionAccount(place, { ...account, photoURL: null });
    await io.ask('accounts.create', { claims, disabled });
  };

/** The trigger that follows the creation of an account. */
export const created =
  ({ accountCreated }: Subject): Program =>
  (io) =>
    accountCreated({ store: NO_INVITES, engine: engineOn(io) }, UID);

/** A sync that no event asked for: the person's own callable. */
export const syncing =
  ({ syncUser }: Subject): Program =>
  (io) =>
    syncUser(engineOn(io), UID);

/** The reconciler, which visits the memberships as well. */
export const reconcile =
  ({ copyMemberships, syncUser }: Subject, orgIds: readonly string[]): Program =>
  async (io) => {
    const engine = engineOn(io);
    const { memberships } = engine;
    if (memberships && orgIds.length > 0) {
      await copyMemberships({ orgs: orgTable, memberships }, UID, orgIds);
    }
    return syncUser(engine, UID);
  };

/** Other code with a claim of its own; Firebase Auth makes it write ours back as well. */
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
  /** The version that a marker has told it of last. */
  readonly marker: number;
  /** The highest version that any marker has told it of, also one that cannot be read any more. */
  readonly awaited: number;
  /** Whether its token says something else than that marker. */
  readonly differs: boolean;
  readonly wrong: string | null;
}

/** A signed-in browser. */
export const client =
  ({ startLiveClaims }: Subject, token: unknown, random: () => number): Program =>
  (io) => {
    let claims = token;
    let heard: Marker | null = null;
    let awaited = 0;
    let tell: ((user: SignedInUser | null) => void) | null = null;
    let wrong: string | null = null;
    let current: SignedInUser | null = null;
    const user: SignedInUser = {
      profile: { uid: UID, email: null, displayName: null, photoURL: null },
      readToken: async () => ({
        access: decodeClaims(claims),
        claims: claims as CustomClaims,
        authTime: SIGNED_IN_AT,
        issuedAt: SIGNED_IN_AT,
        email: null,
        emailVerified: false,
      }),
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
        currentUid: () => current?.profile.uid ?? null,
        async signOut() {
          current = null;
          tell?.(null);
        },
        listenToDocument(path, next) {
          if (path === ACCESS_SETTINGS_PATH) {
            // Access settings do not change here.
            queueMicrotask(() => next({ data: undefined, fromCache: false }));
            return () => undefined;
          }
          return io.listen('marker', (seen) => {
            const { data } = seen as { data: unknown };
            heard = parseMarker(data);
            awaited = Math.max(awaited, heard?.version ?? 0);
            next({ data: data ?? undefined, fromCache: false });
          });
        },
        listen: () => () => undefined,
      },
      {
        clock: io.clock,
        random,
        warn: () => undefined,
        locks: null,
        openChannel: null,
        window: null,
        document: null,
      },
      {
        roles: appRoles,
        retryCondition: async () => null,
        requestSync: () => io.ask('syncMyClaims'),
      },
    );
    const look = () => {
      const { status, role, version } = live.getSnapshot();
      const { version: marker, role: named, expiresAt } = heard ?? NO_ACCESS;
      if (status === 'fresh' && version < marker) {
        wrong ??= `fresh with version ${version}, though the marker said ${marker}`;
      }
      const access = decodeClaims(claims);
      const differs = access.role !== named || access.expiresAt !== expiresAt;
      io.show({ status, role, version, marker, awaited, differs, wrong } satisfies Shown);
    };
    live.subscribe(look);
    look();
    return new Promise(() => undefined);
  };
