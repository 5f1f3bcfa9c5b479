import type { UserRecord } from 'firebase-admin/auth';
import { parseSetUserRole } from '../core/index.ts';
import { AdminError } from './admin-error.ts';
import type { OpenProject } from './open-project.ts';
import type { PersonName } from './request.ts';

export interface FoundPerson {
  readonly uid: string;
  /** null when there is no such account; only by account id can one be found that has none. */
  readonly account: UserRecord | null;
}

/** Whether the name is an e-mail address: account ids with an "@" have to be said to be ids. */
export function isEmail({ text, byUid }: PersonName): boolean {
  return !byUid && text.includes('@');
}

/**
 * Finds a person's account.
 *
 * @throws {AdminError} `no-such-person` for an e-mail address without an account, `usage` for what
 *   can be neither address nor id.
 */
export async function findPerson(project: OpenProject, name: PersonName): Promise<FoundPerson> {
  if (isEmail(name)) return findByEmail(project, name.text);
  const uid = parseUid(project, name.text);
  return { uid, account: await accountOr(null, project.auth.getUser(uid)) };
}

async function findByEmail(project: OpenProject, email: string): Promise<FoundPerson> {
  const account = await accountWith(project, email);
  if (account !== null) return { uid: account.uid, account };
  const left = await documentsWith(project, email);
  if (left.length > 0) {
    throw new AdminError('no-such-person', `There is no account with the address ${email}.`, {
      next: `${left.map((uid) => project.store.paths.user(uid)).join(' and ')} still ${left.length === 1 ? 'has' : 'have'} it: use that account id.`,
    });
  }
  throw new AdminError('no-such-person', `There is no account with the address ${email}.`, {
    next: 'The person has to sign up first, with exactly this address. If you know the account id they will have, `grant <id> <role> --prepare` writes the role in advance.',
  });
}

/** The account with this address; null for none. */
export function accountWith({ auth }: OpenProject, email: string): Promise<UserRecord | null> {
  return accountOr(null, auth.getUserByEmail(email));
}

async function documentsWith({ store }: OpenProject, email: string): Promise<readonly string[]> {
  const { docs } = await store.users.where(store.names.fields.email, '==', email).limit(5).get();
  return docs.map(({ id }) => id);
}

/** An id that stays inside its collection, by the rule of `setUserRole`. */
function parseUid({ engine }: OpenProject, text: string): string {
  try {
    return parseSetUserRole(engine.roles, { uid: text, role: null }).uid;
  } catch {
    throw new AdminError('usage', `"${text}" is neither an e-mail address nor an account id.`, {
      next: 'Account ids stand in the Firebase console under Authentication, and in the app under People.',
    });
  }
}

async function accountOr<T>(missing: T, reading: Promise<UserRecord>): Promise<UserRecord | T> {
  try {
    return await reading;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'auth/user-not-found') return missing;
    if (code === 'auth/invalid-email' || code === 'auth/invalid-uid') {
      throw new AdminError('usage', (error as Error).message, {
        next: 'Check the spelling; an account id with an "@" needs --uid.',
      });
    }
    throw error;
  }
}
