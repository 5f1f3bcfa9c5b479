import type { Firestore } from 'firebase/firestore';
import type { Functions } from 'firebase/functions';
import { type ComponentType, createContext, type ReactNode, use, useMemo } from 'react';
import {
  type LiveClaimsConfig,
  type Paths,
  pathsOf,
  type RoleTable,
  topRole,
} from '../core/index.ts';
import { createLiveClaimsReact } from '../react/index.ts';
import type { LiveClaims, ViewAs } from '../web/index.ts';
import { type ConsoleRouter, useWindowRouter } from './location.ts';
import { sentenceFor } from './parts/error-sentences.ts';
import { NoticeRegion } from './parts/notice-region.tsx';
import { notices } from './parts/notices.ts';
import { PageFrame, type PageFrameProps } from './parts/page-frame.tsx';
import { PartsContext, type PartsOptions } from './parts/parts-context.ts';

/** The bindings; roles and permissions are any app's. */
export const {
  LiveClaimsProvider,
  useLiveClaims,
  useLiveClaimsClient,
  useCan,
  useLiveQuery,
  useLiveDocument,
  Can,
} = createLiveClaimsReact<RoleTable>();

/**
 * How long a call may take, in milliseconds. The Functions SDK waits for 70 seconds, which is too long for a dialog that
 * cannot be closed meanwhile; a cold start takes a few.
 */
const CALL_TIMEOUT_MS = 15_000;

/**
 * What the console needs of the app around it.
 *
 * @example const options: ConsoleOptions = { config, claims, firestore, functions: getFunctions(app, config.region) };
 */
export interface ConsoleOptions {
  /** The config value that functions, client, rules and command line read too. */
  readonly config: LiveClaimsConfig;
  /** The client of the app, made by `createLiveClaims`. */
  readonly claims: LiveClaims;
  /** The database with the documents of live-claims. */
  readonly firestore: Firestore;
  /** Cloud Functions in the region of the config, or a function that opens them when they are first needed. */
  readonly functions: Functions | (() => Functions | Promise<Functions>);
  /**
   * Takes what the console confirms, such as “Ada is now an editor.”, for an app that shows notices in a place of its own.
   *
   * @default the console shows them, in a live region at the foot of the page
   */
  readonly notify?: ((notice: ConsoleNotice) => void) | undefined;
  /**
   * The path under which the app has the pages: `people`, `people/{uid}`, `audit` and `settings` are below it.
   *
   * @default '': at the root, as `/people`
   */
  readonly path?: string | undefined;
  /**
   * The app's router, which the console then goes through.
   *
   * @default the browser's history
   */
  readonly router?: ConsoleRouter | undefined;
  /**
   * Lets an admin see the app as a person of a lower role has it, made by `createViewAs`; the app shows `<ViewAsBar>` on top.
   *
   * @default a person's page has no such button
   */
  readonly viewAs?: ViewAs | undefined;
  /**
   * Puts a page into the app's own frame: its heading, its document title, and where the focus goes on arrival.
   *
   * @default a heading of level 1 with the introduction below it
   */
  readonly Frame?: ComponentType<PageFrameProps> | undefined;
}

/**
 * What the console confirms.
 *
 * @example const notify = ({ text, detail }: ConsoleNotice) => toast(text, { description: detail });
 */
export interface ConsoleNotice {
  readonly text: string;
  /** A second, quieter line. @default none */
  readonly detail?: string | undefined;
  /** A button that does something about it, such as to undo it: such a notice should stay for 10 seconds. @default none */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Calls a callable function by its name in the contract and resolves to its answer, unread. */
export type Call = (name: string, request?: object) => Promise<unknown>;

interface Console {
  readonly config: LiveClaimsConfig;
  readonly roles: RoleTable;
  readonly paths: Paths;
  readonly firestore: Firestore;
  /** Rejects with a code `functions/…`; with `functions/deadline-exceeded` after 15 seconds. */
  readonly call: Call;
  readonly notify: (notice: ConsoleNotice) => void;
  readonly Frame: ComponentType<PageFrameProps>;
  readonly viewAs: ViewAs | undefined;
  /** Path and search of the page that is shown. */
  readonly location: string;
  /** The address of the people's page, or of one person's. */
  readonly peopleHref: (uid?: string) => string;
  readonly settingsHref: string;
  readonly go: (to: string, options?: { readonly replace: boolean }) => void;
}

const ConsoleContext = createContext<Console | null>(null);

/** What the pages share. @throws {Error} outside of a `<ConsoleProvider>`. */
export function useConsole(): Console & { readonly uid: string } {
  const shared = use(ConsoleContext);
  if (shared === null) throw new Error('Put a <ConsoleProvider …> around this page.');
  const { user } = useLiveClaims();
  // No account has the empty id: without a user nothing is anybody's own.
  return { ...shared, uid: user?.uid ?? '' };
}

/**
 * Gives the console's pages what they need, for an app that places them in its own routes. Needs a `<MantineProvider>` around
 * it, and `live-claims/console/styles.css` after Mantine's own styles.
 *
 * @example
 * <ConsoleProvider config={config} claims={claims} firestore={firestore} functions={functions}>
 *   <Route path="/admin/people" component={PeoplePage} />
 * </ConsoleProvider>
 */
export function ConsoleProvider({
  config,
  claims,
  firestore,
  functions,
  notify = confirm,
  Frame = PageFrame,
  path = '',
  router,
  viewAs,
  children,
}: ConsoleOptions & { readonly children?: ReactNode }) {
  const windowRouter = useWindowRouter();
  const { location, navigate } = router ?? windowRouter;
  const shared = useMemo<Console>(
    () => ({
      config,
      roles: config.roles,
      paths: pathsOf(config.collections),
      firestore,
      call: caller(functions, config.functionPrefix),
      notify,
      Frame,
      viewAs,
      location,
      peopleHref: (uid) =>
        uid === undefined ? `${path}/people` : `${path}/people/${encodeURIComponent(uid)}`,
      settingsHref: `${path}/settings`,
      go: (to, options = { replace: false }) => navigate(to, options),
    }),
    [config, firestore, functions, notify, Frame, viewAs, location, navigate, path],
  );
  const parts = useMemo<PartsOptions>(
    () => ({
      topRole: topRole(config.roles),
      sentenceFor: (error) => sentenceFor(error, config.roles),
      whereItShows: 'and the list will show it',
      buttonsStay: true,
    }),
    [config],
  );
  return (
    <LiveClaimsProvider client={claims}>
      <ConsoleContext value={shared}>
        <PartsContext value={parts}>{children}</PartsContext>
      </ConsoleContext>
      {notify === confirm && <NoticeRegion />}
    </LiveClaimsProvider>
  );
}

/** The console's own notices. */
function confirm(notice: ConsoleNotice): void {
  notices.post(notice);
}

function caller(functions: ConsoleOptions['functions'], prefix: string): Call {
  return async (name, request = {}) => {
    const { httpsCallable } = await import('firebase/functions');
    const opened = typeof functions === 'function' ? await functions() : functions;
    const ask = httpsCallable(opened, `${prefix}${name}`, { timeout: CALL_TIMEOUT_MS });
    return (await ask(request)).data;
  };
}

/** A page in the frame that the app gives it. */
export function Screen(props: PageFrameProps) {
  const { Frame } = useConsole();
  return <Frame {...props} />;
}
