import {
  type Delivery,
  deliveryOf,
  describeDelivery,
  millisOf,
  type Receipt,
  showSpan,
} from '../../core/index.ts';
import { useConsole } from '../console-context.tsx';
import { LiveList } from '../parts/live-list.tsx';
import { isoOf, momentFrom } from '../parts/moments.ts';
import { useReceipts } from './delivery.tsx';
import classes from './sessions-of.module.css';

/**
 * What a person's browsers say that they have of the last change, live.
 *
 * @param version the marker's; null where there is none, so that there is nothing to have.
 */
export function SessionsOf({ uid, version }: { uid: string; version: number | null }) {
  const { config } = useConsole();
  const found = useReceipts(uid);
  const now = Date.now();
  const delivery = deliveryOf(found.items, version ?? -1, now);
  return (
    <section className={classes.section} aria-labelledby="sessions-title">
      <h2 id="sessions-title">Sessions</h2>
      <p className={classes.quiet}>
        How far the last change has got, as the browsers say it. One that is closed or has no
        connection says nothing.
      </p>
      <LiveList
        found={found}
        isEmpty={found.items.length === 0}
        needs={config.can.listUsers}
        empty={<p>No session is recorded.</p>}
      >
        {version !== null && (
          <p role="status" aria-label="Delivery" className={classes.delivery}>
            {describeDelivery(delivery, (at) => momentFrom(at, now))}.
          </p>
        )}
        <ul className={classes.list} aria-label="Sessions">
          {inOrder(delivery).map(([kind, receipt]) => (
            <li key={receipt.place}>
              <bdi>{receipt.device || 'Unknown device'}</bdi>
              <span>{version !== null && stateOf(kind, receipt, now)}</span>
              <span className={classes.quiet}>
                last seen{' '}
                <time dateTime={isoOf(receipt.lastSeenAt)}>
                  {momentFrom(receipt.lastSeenAt, now)}
                </time>
              </span>
            </li>
          ))}
        </ul>
      </LiveList>
    </section>
  );
}

type Kind = Exclude<keyof Delivery, 'slowestMs'>;

/** Those that lack the change first. */
function inOrder(delivery: Delivery): (readonly [Kind, Receipt])[] {
  const kinds: readonly Kind[] = ['waiting', 'taken', 'unseen', 'signedOut'];
  return kinds.flatMap((kind) => delivery[kind].map((receipt) => [kind, receipt] as const));
}

function stateOf(kind: Kind, { claimsUpdatedAt, takenAt, ...rest }: Receipt, now: number): string {
  if (kind === 'signedOut') return 'signed out';
  if (kind !== 'taken') return `still has the change of ${momentFrom(millisOf(rest.version), now)}`;
  const what = rest.signedOut ? 'signed out because of it' : 'has it';
  if (claimsUpdatedAt === null) return what;
  return `${what}, ${showSpan(Math.max(0, takenAt - claimsUpdatedAt))} after the change was applied`;
}
