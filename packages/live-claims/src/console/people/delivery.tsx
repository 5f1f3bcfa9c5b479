import { collection, type QueryDocumentSnapshot } from 'firebase/firestore';
import { useMemo } from 'react';
import { deliveryOf, describeDelivery, parseReceipt, type Receipt } from '../../core/index.ts';
import type { LiveQuery } from '../../react/index.ts';
import { useConsole, useLiveQuery } from '../console-context.tsx';
import { momentFrom } from '../parts/moments.ts';

/** Of a write of this very session the server's time is not known yet: its own clock serves until then. */
const readReceipt = (document: QueryDocumentSnapshot): Receipt | null =>
  parseReceipt(document.id, document.data({ serverTimestamps: 'estimate' }));

/** What a person's browsers say that they have, live. */
export function useReceipts(uid: string): LiveQuery<Receipt> {
  const { firestore, paths } = useConsole();
  return useLiveQuery(
    useMemo(() => collection(firestore, paths.clients(uid)), [firestore, paths, uid]),
    readReceipt,
  );
}

/** How far the change of this version has got, in one line; nothing until that is known. */
export function DeliveryLine({ uid, version }: { uid: string; version: number }) {
  const { status, items } = useReceipts(uid);
  if (status !== 'ready' && items.length === 0) return null;
  const now = Date.now();
  const text = describeDelivery(deliveryOf(items, version, now), (at) => momentFrom(at, now));
  return <span title={text}>{text}</span>;
}
