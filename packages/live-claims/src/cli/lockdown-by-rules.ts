import { readFileSync } from 'node:fs';
import { getSecurityRules } from 'firebase-admin/security-rules';
import { errorCode } from '../core/error-code.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { findFirebaseProject } from './firebase-project.ts';
import { confirm, waitForWriting } from './operator.ts';
import type { LockdownRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';

/**
 * Closes Firestore to every client, the top role's too, by releasing rules that refuse everyone; or brings the former
 * rules back. It touches no document, so no lock of a client can hold it up.
 *
 * @throws {AdminError} `not-confirmed`, and `cannot-apply` for rules to bring back that are gone; nothing has
 *   been changed then.
 */
export async function lockdownByRules(
  session: Session,
  { turn, yes }: LockdownRequest,
): Promise<Answer> {
  const { target } = session;
  const on = turn === 'on';
  await confirm(session, yes, [
    on
      ? 'the security rules of Firestore: no user reads or writes then, without exception'
      : 'the security rules of Firestore: those from before the lockdown by rules are in force again',
    'callables and other functions are not affected: they check the access settings',
  ]);
  const changed = await waitForWriting(switchRules(releasedRules(session), on));
  const words = on
    ? { state: 'closed by rules', next: 'Functions still answer: `lockdown on` closes them, too.' }
    : {
        state: 'open, by the former rules',
        next: 'The access settings stay: `lockdown` shows them.',
      };
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), byRules: on, written: changed },
    text: (paint) => [
      '',
      `${on ? paint('yellow', '●') : paint('green', '✔')} Firestore is ${changed ? '' : 'already '}${paint('bold', words.state)}.`,
      `  ${paint('dim', 'In force within a minute for requests, within ten for open listeners.')}`,
      `  ${words.next}`,
      ...(on ? ['  `lockdown off --by-rules` restores the former rules.'] : []),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

/** The rules in force: a project's by Google's API, the emulator's by its own, which cannot tell them. */
function releasedRules({ target, project }: Session): ReleasedRules {
  if (target.kind === 'project') {
    const rules = getSecurityRules(project.app);
    return {
      current: async () => {
        const { name, source } = await rules.getFirestoreRuleset();
        return { name, text: source.map(({ content }) => content).join('\n') };
      },
      release: async (text) => {
        await rules.releaseFirestoreRulesetFromSource(text);
      },
      releaseFormer: (name) => rules.releaseFirestoreRuleset(name),
    };
  }
  const { rulesFile } = findFirebaseProject();
  const url = `http://${target.addresses.firestore}/emulator/v1/projects/${target.projectId}:securityRules`;
  const release = async (content: string) => {
    const rules = { files: [{ name: 'firestore.rules', content }] };
    const answer = await fetch(url, { method: 'PUT', body: JSON.stringify({ rules }) });
    if (answer.ok) return;
    throw new AdminError('cannot-apply', 'The Firestore emulator does not take the rules.', {
      next: await answer.text(),
    });
  };
  return {
    current: async () => null,
    release,
    releaseFormer: () => release(readFileSync(rulesFile, 'utf8')),
  };
}

/** The Firestore rules that are in force, to look at and to replace. */
export interface ReleasedRules {
  /** Their text and the name of their ruleset; null where that is unknown. */
  readonly current: () => Promise<{ readonly name: string; readonly text: string } | null>;
  readonly release: (text: string) => Promise<void>;
  /** @param name of a ruleset that was in force before; null where that is unknown. */
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
    const code = errorCode(error);
    if (code !== 'security-rules/not-found') throw error;
    throw new AdminError('cannot-apply', `The ruleset ${former} no longer exists.`, {
      next: 'Nothing was changed. Deploy the rules that you have: `firebase deploy --only firestore:rules`.',
      cause: error,
    });
  }
  return true;
}
