import type { NoticeText } from './notice-log.tsx';

/** A message that needs no answer. */
export interface Notice extends NoticeText {
  readonly id: number;
}

/** How many are shown at the same time; the oldest is removed. */
const MOST = 3;

let shown: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function show(next: readonly Notice[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** The console's notices, which outlive its pages. */
export const notices = {
  post(notice: Omit<Notice, 'id'>): void {
    show([...shown, { ...notice, id: nextId++ }].slice(-MOST));
  },
  dismiss(id: number): void {
    show(shown.filter((notice) => notice.id !== id));
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: (): readonly Notice[] => shown,
};
