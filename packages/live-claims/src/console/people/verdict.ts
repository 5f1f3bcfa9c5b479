import type { Marker } from '../../core/index.ts';
import { type Person, progressOf, type UserMarker } from './person.ts';

/** Whether a person's documents agree, and the cure where they do not. */
export interface Verdict {
  readonly ok: boolean;
  readonly text: string;
  /** What to do; null where nothing is to be done. */
  readonly next: string | null;
}

/**
 * The verdict about document, marker and account.
 *
 * @param problems in what they disagree, as the functions say; null where that is not known. A browser cannot read claims.
 */
export function verdictOf(
  person: Person,
  document: Readonly<Record<string, unknown>> | null,
  marker: (Marker & Partial<UserMarker>) | null,
  problems: readonly string[] | null,
): Verdict {
  if (!person.disabled && marker?.disabledInAuth === true) {
    return {
      ok: false,
      text: 'The account is disabled in Firebase Auth, and not by its document: no access.',
      next: 'Enable the account from the menu above.',
    };
  }
  const progress = progressOf(person, marker);
  switch (progress.step) {
    case 'applied':
      if (problems !== null && problems.length > 0) {
        return {
          ok: false,
          text: problems.join(' '),
          next: 'Re-apply the role, or run npx live-claims reconcile.',
        };
      }
      return document === null && marker === null
        ? { ok: true, text: 'Nothing is granted.', next: null }
        : {
            ok: true,
            text: `Document${problems === null ? '' : ', claims'} and marker agree.`,
            next: null,
          };
    case 'applying':
      return {
        ok: false,
        text: 'The document was edited, and the claims have not followed yet.',
        next: 'It takes a moment. If it lasts, re-apply the role, or run npx live-claims reconcile.',
      };
    case 'pending':
      return {
        ok: false,
        text: progress.message,
        next: 'It is applied by itself when the account is created.',
      };
    case 'rejected':
      return {
        ok: false,
        text: progress.message,
        next: 'Until then the person has no role. Choose a role with “Change role”, or mend the document.',
      };
  }
}
