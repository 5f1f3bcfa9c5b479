import { useEffect, useRef, useState, useTransition } from 'react';
import { useParts } from './parts-context.ts';

/** From when on a wait is said to be long, in milliseconds: from then on a dialog can be closed meanwhile. */
const SLOW_MS = 5_000;

export interface Task {
  /** Starts it; what it throws becomes `failure`. `whenDone` is left out where its component is gone by then. */
  readonly run: (task: () => Promise<void>, whenDone?: () => void) => void;
  readonly pending: boolean;
  /** Whether it has been pending for longer than usual. */
  readonly isSlow: boolean;
  /** What went wrong the last time, as a sentence; null when nothing did or it runs again. */
  readonly failure: string | null;
  /** Forgets the failure, when it no longer concerns what is shown. */
  readonly forget: () => void;
}

/** Something that a button or a form starts and that takes a moment. */
export function useTask(): Task {
  const { sentenceFor } = useParts();
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const isSlow = useIsSlow(pending);
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);

  function run(task: () => Promise<void>, whenDone?: () => void): void {
    setFailure(null);
    startTransition(async () => {
      try {
        await task();
        if (isThere.current) whenDone?.();
      } catch (error) {
        setFailure(sentenceFor(error));
      }
    });
  }

  return { run, pending, isSlow, failure, forget: () => setFailure(null) };
}

function useIsSlow(pending: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(setIsSlow, SLOW_MS, true);
    return () => {
      clearTimeout(timer);
      setIsSlow(false);
    };
  }, [pending]);
  return isSlow;
}
