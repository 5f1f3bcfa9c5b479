import { AccountSession, type SessionOptions, type SessionOwner } from './account-session.ts';
import { emptySnapshot, shareUnchanged, snapshotOf } from './claims-snapshot.ts';
import { tokenVersion } from './claims-state.ts';
import type { Environment } from './environment.ts';
import { LiveClaimsError, safely } from './errors.ts';
import type { FirebasePort, SignedInUser, WatchedSnapshot } from './firebase-port.ts';
import type { ClaimsSnapshot, LiveClaims, Unsubscribe, WatchObserver } from './types.ts';
import { startWatch, type Watch } from './watch.ts';
import { type RetryCondition, type TokenInfo, withFreshClaims } from './with-fresh-claims.ts';

/** `createLiveClaims` without the Firebase SDK and the page: what tests start. */
export function startLiveClaims(
  port: FirebasePort,
  environment: Environment,
  options: SessionOptions,
): LiveClaims {
  const { clock } = environment;
  const listeners = new Set<() => void>();
  const watches = new Set<Watch>();
  let closed = false;
  let session: AccountSession | null = null;
  /** The last session, also after its end: the reason for that may come later. */
  let latest: AccountSession | null = null;
  /** What holds while there is no session; `signed-out` while there is one. */
  let vacant = emptySnapshot('loading');
  let snapshot = vacant;
  /** Account that is being signed out; Auth may still speak of it until it is gone. */
  let leaving: string | null = null;

  const toWatches = (tell: (watch: Watch) => void) => {
    for (const watch of [...watches]) safely(() => tell(watch));
  };

  function publish(): void {
    if (closed) return;
    const next = session ? snapshotOf(session.state, options.roles, clock.now()) : vacant;
    const before = snapshot;
    snapshot = shareUnchanged(before, next);
    if (snapshot === before) return;
    toWatches((watch) => watch.statusChanged());
    for (const listener of [...listeners]) safely(listener);
  }

  /** Ends the session, if any, and has `next` hold in its place. */
  function vacate(next: ClaimsSnapshot): void {
    session?.end();
    session = null;
    vacant = next;
  }

  function tellAccount(): void {
    const uid = session?.uid ?? null;
    toWatches((watch) => watch.account(uid));
    publish();
  }

  function authChanged(user: SignedInUser | null): void {
    if (closed || (user && user.profile.uid === leaving)) return;
    leaving = null;
    if (user && session?.uid === user.profile.uid) {
      session.update(user);
      return;
    }
    // A person whose session was revoked is signed out by us; the reason stays until the next sign-in.
    vacate(!user && vacant.status === 'revoked' ? vacant : emptySnapshot('signed-out'));
    session = user && new AccountSession(user, port, environment, options, owner);
    latest = session ?? latest;
    tellAccount();
  }

  const retryWatches = (isNewToken: boolean) => toWatches((watch) => watch.retry(isNewToken));

  const owner: SessionOwner = {
    changed: publish,
    retry: retryWatches,
    revoked(of, reason) {
      // Also a session that the SDK has just signed out, but the first reason is kept.
      if (closed || of !== latest || vacant.status === 'revoked') return;
      vacate(emptySnapshot('revoked', { reason }));
      tellAccount();
      void signOut(of.uid);
    },
  };

  async function signOut(uid: string): Promise<void> {
    if (port.currentUid() !== uid) return;
    leaving = uid;
    try {
      await port.signOut();
    } catch (cause) {
      if (vacant.status !== 'revoked') return;
      vacant = { ...vacant, error: new LiveClaimsError('sign-out-failed', cause) };
      publish();
    }
  }

  function tokenInfo(): TokenInfo | null {
    return (
      session && {
        uid: session.uid,
        version: tokenVersion(session.state),
        issuedAt: session.state.token?.issuedAt ?? 0,
      }
    );
  }

  async function refresh(
    since: TokenInfo,
    { isMet, challenged }: RetryCondition,
  ): Promise<boolean> {
    const isRefreshed = () => {
      const now = tokenInfo();
      return now !== null && now.uid === since.uid && isMet(now);
    };
    if (!isRefreshed() && session?.uid === since.uid) {
      await session.refresh(challenged, isRefreshed);
    }
    return isRefreshed();
  }

  const stopPage = listenToPage(
    environment,
    () => {
      session?.wake();
      retryWatches(false);
    },
    (offline) => session?.setOffline(offline),
  );
  const stopAuth = port.onIdTokenChanged(authChanged);

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
    withFreshClaims: (operation) =>
      withFreshClaims(operation, tokenInfo, refresh, options.retryCondition, clock.now),
    watch<Snapshot extends WatchedSnapshot>(
      source: unknown,
      observer: WatchObserver<Snapshot>,
    ): Unsubscribe {
      if (closed) throw new LiveClaimsError('closed');
      const watch = startWatch<Snapshot>(
        (watchOptions, next, failed) => port.listen(source, watchOptions, next, failed),
        observer,
        () => snapshot.status,
        () => watches.delete(watch),
        environment,
      );
      watches.add(watch);
      // Until Auth has spoken, it is not known whose watch it is.
      if (vacant.status !== 'loading') watch.account(session?.uid ?? null);
      return watch.stop;
    },
    close() {
      if (closed) return;
      closed = true;
      stopAuth();
      stopPage();
      vacate(snapshot);
      for (const watch of [...watches]) watch.stop();
      listeners.clear();
    },
  };
}

function listenToPage(
  { window, document, onResume }: Environment,
  wake: () => void,
  setOffline: (offline: boolean) => void,
): Unsubscribe {
  const events: [target: typeof window | typeof document, type: string, listener: () => void][] = [
    [
      window,
      'online',
      () => {
        setOffline(false);
        wake();
      },
    ],
    [window, 'offline', () => setOffline(true)],
    [document, 'visibilitychange', () => document?.visibilityState !== 'hidden' && wake()],
  ];
  for (const [target, type, listener] of events) target?.addEventListener(type, listener);
  const stopResume = onResume?.(wake);
  return () => {
    stopResume?.();
    for (const [target, type, listener] of events) target?.removeEventListener(type, listener);
  };
}
