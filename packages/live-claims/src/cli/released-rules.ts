import { AdminError } from './admin-error.ts';

/** The Firestore rules that are in force, to look at and to replace. */
export interface ReleasedRules {
  /** Their text and the name of their ruleset; null where nobody can tell. */
  readonly current: () => Promise<{ readonly name: string; readonly text: string } | null>;
  readonly release: (text: string) => Promise<void>;
  /** @param name of a ruleset that was in force before; null where nobody could tell. */
  readonly releaseFormer: (name: string) => Promise<void>;
}

const FORMER = '// In place of the ruleset ';

/**
 * Rules that refuse everyone.
 *
 * @param former name of the ruleset to bring back, kept in the text itself: so that any machine can.
 */
export function closedRules(former: string): string {
  return `rules_version = '2';
// Released by \`live-claims lockdown on --by-rules\`; \`lockdown off --by-rules\` brings the former back.
${FORMER}${former}
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} {
      allow read, write: if false;
    }
  }
}
`;
}

/** The name of the ruleset that closed rules stand in for; null for any other rules. */
export function formerIn(text: string): string | null {
  const line = text.split('\n').find((each) => each.startsWith(FORMER));
  return line?.slice(FORMER.length).trim() || null;
}

/**
 * Closes by rules, or opens again.
 *
 * @returns false when it was so already.
 * @throws {AdminError} `cannot-apply` when the rules to bring back cannot be had; nothing was changed then.
 */
export async function switchRules(rules: ReleasedRules, on: boolean): Promise<boolean> {
  const current = await rules.current();
  const former = current === null ? null : formerIn(current.text);
  if (on) {
    if (former !== null) return false;
    await rules.release(closedRules(current?.name ?? 'that firestore.rules holds'));
    return true;
  }
  if (current !== null && former === null) return false;
  try {
    await rules.releaseFormer(former ?? '');
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'security-rules/not-found') throw error;
    throw new AdminError('cannot-apply', `The ruleset ${former} is not there any more.`, {
      next: 'Nothing was changed. Deploy the rules that you have: `firebase deploy --only firestore:rules`.',
      cause: error,
    });
  }
  return true;
}
