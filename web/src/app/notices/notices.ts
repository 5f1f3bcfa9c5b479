/** A message that needs no answer. */
export interface Notice {
  readonly id: number;
  /** `access`: their access changed, stays until dismissed. `done`: confirms, and goes by itself. */
  readonly kind: 'access' | 'done';
  readonly text: string;
  /** A second, quieter line. */
  readonly detail?: string | undefined;
  /** A button that does something about it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

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
    post(notice: Omit<Notice, 'id'>): void {
      // Of one's access only the latest is true.
      const others =
        notice.kind === 'access' ? shown.filter(({ kind }) => kind !== 'access') : shown;
      show([...others, { ...notice, id: nextId++ }].slice(-MOST));
    },
    dismiss(id: number): void {
      show(shown.filter((notice) => notice.id !== id));
    },
    /** Removes the notices about an account's access, once another account uses the page. */
    clearAccess(): void {
      if (shown.some(({ kind }) => kind === 'access')) {
        show(shown.filter(({ kind }) => kind !== 'access'));
      }
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: (): readonly Notice[] => shown,
  };
}

export const notices = createNotices();
