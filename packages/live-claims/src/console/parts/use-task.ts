import { useState, useTransition } from 'react';
import { useConsole } from '../console-context.tsx';
import { sentenceFor } from './error-sentences.ts';

export interface Task {
  /** Starts it; what it throws becomes `failure`. */
  readonly run: (task: () => Promise<void>) => void;
  readonly pending: boolean;
  /** What went wrong the last time, as a sentence; null when nothing did or it runs again. */
  readonly failure: string | null;
  /** Forgets the failure, when it no longer concerns what is shown. */
  readonly forget: () => void;
}

/** Something that a button or a form starts and that takes a moment. */
export function useTask(): Task {
  const { roles } = useConsole();
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);

  function run(task: () => Promise<void>): void {
    setFailure(null);
    startTransition(async () => {
      try {
        await task();
      } catch (error) {
        setFailure(sentenceFor(error, roles));
      }
    });
  }

  return { run, pending, failure, forget: () => setFailure(null) };
}
