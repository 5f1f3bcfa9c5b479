import { CALLABLES, type UndoChangeRequest } from '../../core/index.ts';
import { type ConsoleNotice, useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { sentenceFor } from '../parts/error-sentences.ts';

/** Makes the button by which a notice undoes the change that it tells of; none where nothing was written. */
export function useUndo(): (
  changeId: string | null,
  name: string,
) => Pick<ConsoleNotice, 'action'> {
  const claims = useLiveClaimsClient();
  const { call, notify, roles } = useConsole();
  return (changeId, name) => {
    if (changeId === null) return {};
    const request: UndoChangeRequest = { entryId: changeId, reason: 'Undo' };
    const undo = async () => {
      try {
        await claims.withFreshClaims(() => call(CALLABLES.undoChange, request));
        notify({ text: `The change of ${name} was undone.` });
      } catch (error) {
        notify({
          text: `The change of ${name} was not undone.`,
          detail: sentenceFor(error, roles),
        });
      }
    };
    return { action: { label: 'Undo', run: () => void undo() } };
  };
}
