import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Devtools } from '../devtools/create-devtools.ts';
import { REAL } from '../devtools/simulation.ts';
import type { LiveClaims } from '../web/types.ts';
import { ChecksTab } from './checks-tab.tsx';
import { NowTab } from './now-tab.tsx';
import { STYLES } from './panel-styles.ts';
import { SimulateTab } from './simulate-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { useDevtools } from './use-devtools.ts';
import { WatchesTab } from './watches-tab.tsx';

/**
 * What `<LiveClaimsDevtools>` takes.
 *
 * @example const props: LiveClaimsDevtoolsProps = { client: claims, devtools };
 */
export interface LiveClaimsDevtoolsProps {
  /** The client that was created with these devtools. */
  readonly client: Pick<LiveClaims, 'subscribe' | 'getSnapshot'>;
  readonly devtools: Devtools;
  /** @default false */
  readonly initiallyOpen?: boolean | undefined;
  /** How far above the foot of the page its button is while it is closed, as a CSS length. @default '0px' */
  readonly bottom?: string | undefined;
}

const TABS = {
  Now: NowTab,
  Timeline: TimelineTab,
  Checks: ChecksTab,
  Watches: WatchesTab,
  Simulate: SimulateTab,
} as const;

type TabName = keyof typeof TABS;
const NAMES = Object.keys(TABS) as readonly TabName[];

/**
 * A panel for developers at the foot of the page: token, marker and access settings side by side, a timeline of why each
 * refresh happened, watches and why they were closed, why each check says what it says, and what can be simulated. Load it
 * in development only. Needs react-dom; it stands in a shadow root, so that it neither takes nor gives styles.
 *
 * @example
 * const LiveClaimsDevtools = lazy(async () => ({
 *   default: (await import('live-claims/devtools-react')).LiveClaimsDevtools,
 * }));
 * // …
 * {devtools && <LiveClaimsDevtools client={claims} devtools={devtools} />}
 */
export function LiveClaimsDevtools(props: LiveClaimsDevtoolsProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<ShadowRoot | null>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    // React may run this twice for one element, which can have one root.
    const shadow = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [sheet];
    setRoot(shadow);
  }, []);
  return <div ref={host}>{root && createPortal(<Panel {...props} />, root)}</div>;
}

function Panel({
  client,
  devtools,
  initiallyOpen = false,
  bottom = '0px',
}: LiveClaimsDevtoolsProps) {
  const [isOpen, setOpen] = useState(initiallyOpen);
  const [tab, setTab] = useState<TabName>('Now');
  const view = useDevtools(client, devtools);
  const opener = useRef<HTMLButtonElement>(null);
  const Tab = TABS[tab];
  const isSimulated = view.simulation !== REAL;

  function close(): void {
    setOpen(false);
    opener.current?.focus();
  }

  function move({ key, currentTarget }: KeyboardEvent<HTMLElement>): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const to = NAMES.at((NAMES.indexOf(tab) + step) % NAMES.length);
    if (step === 0 || to === undefined) return;
    setTab(to);
    currentTarget.querySelector<HTMLElement>(`#tab-${to}`)?.focus();
  }

  return (
    <aside
      className="devtools"
      style={{ insetBlockEnd: isOpen ? 0 : bottom }}
      aria-label="live-claims devtools"
      onKeyDown={({ key }) => key === 'Escape' && isOpen && close()}
    >
      <button
        ref={opener}
        type="button"
        className="opener"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : setOpen(true))}
      >
        <span className={`dot ${view.snapshot.status}`} aria-hidden />
        live-claims: {view.snapshot.status}
        {isSimulated && <em> simulated</em>}
      </button>
      {isOpen && (
        <div className="panel">
          <div role="tablist" aria-label="Devtools" className="tabs" onKeyDown={move}>
            {NAMES.map((name) => (
              <button
                key={name}
                id={`tab-${name}`}
                type="button"
                role="tab"
                aria-selected={name === tab}
                aria-controls="panel"
                tabIndex={name === tab ? 0 : -1}
                onClick={() => setTab(name)}
              >
                {name}
              </button>
            ))}
          </div>
          <div
            role="tabpanel"
            id="panel"
            aria-labelledby={`tab-${tab}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: It scrolls, so the keyboard needs a way in.
            tabIndex={0}
            className="body"
          >
            <Tab view={view} devtools={devtools} />
          </div>
        </div>
      )}
    </aside>
  );
}
