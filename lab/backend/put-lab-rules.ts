import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/emulators/root.ts';
import { stackFromEnv } from '../../tools/emulators/stack-env.ts';

/**
 * Puts our rules in force with those of the lab beside them, on the stack that the environment names.
 *
 * @throws when the emulator does not take them; its answer says why.
 */
export async function putLabRules(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  return putRules(labRules(), env);
}

/**
 * Puts these rules in force on the stack that the environment names.
 *
 * @throws when the emulator does not take them; its answer says why.
 */
export async function putRules(
  content: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { firestore, projectId } = stackFromEnv(env);
  const response = await fetch(
    `http://${firestore}/emulator/v1/projects/${projectId}:securityRules`,
    {
      method: 'PUT',
      body: JSON.stringify({
        rules: { files: [{ name: 'firestore.rules', content }] },
      }),
    },
  );
  if (!response.ok) throw new Error(`The rules do not load: ${await response.text()}`);
}

/** The end of the block of all documents, and of the service. */
const END = /\n {2}\}\n\}\n*$/;

/** `firestore.rules` with `lab.rules` as the last matches in it. */
export function labRules(): string {
  const ours = readFileSync(path.join(ROOT, 'firestore.rules'), 'utf8');
  const theirs = readFileSync(new URL('./lab.rules', import.meta.url), 'utf8');
  if (!END.test(ours)) throw new Error('firestore.rules does not end as the lab expects.');
  return ours.replace(END, (end) => `\n${theirs}${end.slice(1)}`);
}
