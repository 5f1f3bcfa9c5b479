import { type AccountSession, openSession, type SessionOptions } from './account-session.ts';
import { emptySnapshot, shareUnchanged, snapshotOf } from './claims-snapshot.ts';
import { versionOf } from './claims-state.ts';
import type { Environment } from './environment.ts';
import type { FirebasePort, SignedInUser, WatchedSnapshot } from './firebase-port.ts';
import { LiveClaimsError } from './live-claims-error.ts';
import type { ClaimsSnapshot, LiveClaims, RevokedReason, Undo, WatchObserver } from './types.ts';
import { startWatch, type Watch } from './watch.ts';
import { type Remedy, type TokenMark, withFreshClaims } from './with-fresh-claims.ts';

/** `createLiveClaims` without the Firebase SDK: what tests start. */
export function startLiveClaims(
  port: FirebasePort,
  environment: Environment,
  options: SessionOptions,
): LiveClaims {
  const { roles } = options;
  const { clock } = environment;
  const listeners = new Set<() => void>();
  const watches = new Set<Watch>();
  let closed = false;
  let session: AccountSession | null = null;
  /** The session that ended last: word of why may come after its end. */
  let former: AccountSession | null = null;
  /** What holds while there is no session. */
  let vacant = emptySnapshot('loading');
  let snapshot = vacant;
  /** Account that is being signed out; Auth may still speak of it until it is gone. */
  let leaving: string | null = null;

  function publish(): void {
    if (closed) return;
    const next = session ? snapshotOf(session.state, roles, clock.now()) : vacant;
    const before = snapshot;
    snapshot = shareUnchanged(before, next);
    if (snapshot === before) return;
    for (const watch of [...watches]) safely(() => watch.statusChanged());
    for (const listener of [...listeners]) safely(listener);
  }

  /** Ends the session, if any, and shows `next` in its place. */
  function vacate(next: ClaimsSnapshot): void {
    former = session ?? former;
    session?.end();
    session = null;
    vacant = next;
  }

  function tellWatches(): void {
    const uid = session?.uid ?? null;
    for (const watch of [...watches]) safely(() => watch.account(uid));
  }

  /** What was denied may be allowed now. */
  function wakeWatches(): void {
    for (const watch of [...watches]) safely(() => watch.wake());
  }

  function authChanged(user: SignedInUser | null): void {
    if (closed || (user !== null && user.uid === leaving)) return;
    leaving = null;
    if (user !== null && user.uid === session?.uid) {
      session.update(user);
      return;
    }
    // A revoked person is signed out by us; the reason stays until somebody signs in.
    vacate(user === null && vacant.status === 'revoked' ? vacant : emptySnapshot('signed-out'));
    if (user !== null) session = openSession(user, port, environment, options, owner);
    tellWatches();
    publish();
  }

  const owner = {
    changed: publish,
    tokenChanged() {
      for (const watch of [...watches]) safely(() => watch.tokenChanged());
    },
    documentsChanged: wakeWatches,
    revoked(of: AccountSession, reason: RevokedReason) {
      // Also a session that the SDK has just signed out, but the first reason stands.
      const late = session === null && of === former && vacant.status !== 'revoked';
      if (closed || !(of === session || late)) return;
      vacate(emptySnapshot('revoked', { reason }));
      tellWatches();
      publish();
      void signOut(of.uid);
    },
  };

  async function signOut(uid: string): Promise<void> {
    if (port.currentUid() !== uid) return;
    leaving = uid;
    try {
      await port.signOut();
    } catch (cause) {
      if (vacant.status !== 'revoked' || session !== null) return;
      vacant = { ...vacant, error: new LiveClaimsError('sign-out-failed', cause) };
      publish();
    }
  }

  function mark(): TokenMark | null {
    if (session === null) return null;
    const { uid, state } = session;
    return { uid, version: versionOf(state), issuedAt: state.token?.issuedAt ?? 0 };
  }

  async function renewed(since: TokenMark, { helps, asked }: Remedy): Promise<boolean> {
    const helped = () => {
      const now = mark();
      return now !== null && now.uid === since.uid && helps(now);
    };
    if (!helped() && session?.uid === since.uid) await session.renew(asked, helped);
    return helped();
  }

  const undoEvents = listenToPage(environment, {
    wake() {
      session?.wake();
      wakeWatches();
    },
    offline: (offline) => session?.setOffline(offline),
  });
  const undoAuth = port.onIdTokenChanged(authChanged);

  return {
    subscribe(listener) {
      // Each subscription is its own, also of one and the same function.
      const own = () => listener();
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    getSnapshot: () => snapshot,
    withFreshClaims: (operation) => withFreshClaims(operation, mark, renewed, clock.now),
    watch<Snapshot extends WatchedSnapshot>(
      source: unknown,
      observer: WatchObserver<Snapshot>,
    ): Undo {
      if (closed) throw new LiveClaimsError('closed');
      const watch = startWatch<Snapshot>(
        (options, next, failed) => port.listen(source, options, next, failed),
        observer,
        () => snapshot.status,
        () => watches.delete(watch),
        environment,
      );
      watches.add(watch);
      // Before Auth has spoken nobody knows whose watch it is.
      if (session !== null || vacant.status !== 'loading') watch.account(session?.uid ?? null);
      return watch.stop;
    },
    close() {
      if (closed) return;
      closed = true;
      undoAuth();
      undoEvents();
      vacate(snapshot);
      for (const watch of [...watches]) watch.stop();
      listeners.clear();
    },
  };
}

function listenToPage(
  { window, document }: Environment,
  on: { wake(): void; offline(offline: boolean): void },
): Undo {
  const online = () => {
    on.offline(false);
    on.wake();
  };
  const offline = () => on.offline(true);
  const visible = () => {
    if (document?.visibilityState !== 'hidden') on.wake();
  };
  window?.addEventListener('online', online);
  window?.addEventListener('offline', offline);
  document?.addEventListener('visibilitychange', visible);
  return () => {
    window?.removeEventListener('online', online);
    window?.removeEventListener('offline', offline);
    document?.removeEventListener('visibilitychange', visible);
  };
}

/** Runs the app's code: what it throws is reported as uncaught and stops nothing here. */
function safely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
