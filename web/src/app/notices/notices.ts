import type { NoticeText } from 'live-claims/console/parts';

/**
 * What a notice tells: `done` confirms; the others are about the user's access. `signed-out` says why the user is on the
 * sign-in page.
 */
export type NoticeKind = 'done' | 'gain' | 'loss' | 'signed-out';

/** A message that needs no answer. */
export interface Notice extends NoticeText {
  readonly id: number;
  readonly kind: NoticeKind;
  /** Whether it no longer stands over the page. What is about access can still be read in the log. */
  readonly isOver: boolean;
}

const SHOWN_MS: Readonly<Record<NoticeKind, number | null>> = {
  done: 6_000,
  gain: 10_000,
  loss: 30_000,
  'signed-out': null,
};
const WITH_ACTION_MS = 10_000;

/** How long a notice stays over the page while nobody reads it, in milliseconds; null for until it is dismissed. */
export const shownFor = ({ kind, action }: Pick<Notice, 'kind' | 'action'>): number | null =>
  action === undefined ? SHOWN_MS[kind] : WITH_ACTION_MS;

const isOfAccess = ({ kind }: Pick<Notice, 'kind'>) => kind !== 'done';

/** How many are shown at the same time; the oldest is removed. */
const MOST = 3;

/** The notices of the page. Framework-free, because they outlive any screen. */
export function createNotices() {
  let shown: readonly Notice[] = [];
  let nextId = 1;
  const listeners = new Set<() => void>();

  function show(next: readonly Notice[]): void {
    shown = next;
    for (const listener of listeners) listener();
  }

  return {
    post(notice: Omit<Notice, 'id' | 'isOver'>): void {
      // Of one's access only the latest is true.
      const others = isOfAccess(notice) ? shown.filter((other) => !isOfAccess(other)) : shown;
      show([...others, { ...notice, id: nextId++, isOver: false }].slice(-MOST));
    },
    /** Its time is over. */
    end(id: number): void {
      show(
        shown.flatMap((notice) => {
          if (notice.id !== id) return notice;
          return isOfAccess(notice) ? { ...notice, isOver: true } : [];
        }),
      );
    },
    /** The user goes to another place: news of what they may do has been seen. A loss may be why they go. */
    moveOn(): void {
      if (shown.some(({ kind, isOver }) => kind === 'gain' && !isOver)) {
        show(shown.map((each) => (each.kind === 'gain' ? { ...each, isOver: true } : each)));
      }
    },
    dismiss(id: number): void {
      show(shown.filter((notice) => notice.id !== id));
    },
    /** Removes the notices about an account's access, once another account uses the page. */
    clearAccess(): void {
      if (shown.some(isOfAccess)) show(shown.filter((notice) => !isOfAccess(notice)));
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: (): readonly Notice[] => shown,
  };
}

export const notices = createNotices();
