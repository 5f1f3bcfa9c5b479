import { readFileSync } from 'node:fs';
import { getSecurityRules } from 'firebase-admin/security-rules';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { confirm } from './confirm.ts';
import { findFirebaseProject } from './firebase-project.ts';
import { type ReleasedRules, switchRules } from './released-rules.ts';
import type { LockdownRequest } from './request.ts';
import { type Session, targetJson, targetName } from './session.ts';
import { waitForWriting } from './wait.ts';

/**
 * Closes Firestore to every client, owners too, by releasing rules that refuse everyone; or brings the former
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
      ? 'the security rules of Firestore: nobody reads or writes then, owners neither'
      : 'the security rules of Firestore: those from before the lockdown by rules count again',
    'callables and other functions are not touched: they ask the access settings',
  ]);
  const changed = await waitForWriting(switchRules(releasedRules(session), on));
  const words = on
    ? { state: 'closed by rules', next: 'Functions still answer: `lockdown on` closes them, too.' }
    : { state: 'open, by the rules of before', next: 'The settings stay: `lockdown` says how.' };
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), byRules: on, written: changed },
    text: (paint) => [
      '',
      `${on ? paint('yellow', '●') : paint('green', '✔')} Firestore is ${changed ? '' : 'already '}${paint('bold', words.state)}.`,
      `  ${paint('dim', 'In force within a minute for requests, within ten for lists that are open.')}`,
      `  ${words.next}`,
      ...(on ? ['  `lockdown off --by-rules` brings the former rules back.'] : []),
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
