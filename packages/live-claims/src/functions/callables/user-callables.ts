import { HttpsError } from 'firebase-functions/https';
import {
  type ChangeResult,
  decodeClaims,
  type FoundAccount,
  parseDeleteUser,
  parseEndSessions,
  parseFindAccount,
  parseSetUserDisabled,
  parseSetUserRole,
  parseUndoChange,
  parseUserProfile,
} from '../../core/index.ts';
import { millisecondsOf } from '../../core/time.ts';
import { showRow } from '../directory/update-row.ts';
import { undoEdit } from '../edit/undo.ts';
import { readAccount } from '../firebase/known-account.ts';
import { refusalError } from '../guards/callable.ts';
import { requires } from '../guards/check-access.ts';
import type { Host } from '../host.ts';
import * as log from '../log.ts';
import { endMemberships } from '../orgs/end-memberships.ts';
import { deleteAccount, deleteUserDocument } from '../provision/account-deleted.ts';
import { forgetReceipts } from '../provision/forget-receipts.ts';
import { describeDrift, driftOf } from '../reconcile/drift.ts';
import { readPerson } from '../reconcile/read-page.ts';
import { applyFor, createCallable, errorOf, parsed, reasonIn } from './callable.ts';

/** Ends of sessions: each one stands in the audit log. */
const END_SESSIONS_RATE = { times: 20, seconds: 60 };

/** Looking for people one by one is quick work for a person; trying out addresses is not. */
const FIND_RATE = { times: 30, seconds: 60 };

/** What is left of a user whose document is deleted already. */
const NO_ACCESS_LEFT: ChangeResult = {
  version: 0,
  role: null,
  status: 'applied',
  problem: null,
  changeId: null,
};

/** The callables that change one person's access. */
export function userCallables(host: Host) {
  const { config, project } = host;
  const callable = createCallable(host);

  /**
   * Changes a person's role and applies it at once; with `endSessions` it signs them out everywhere in
   * the same edit. Answers a `ChangeResult`. Errors: `invalid-argument`, and those of `applyFor`.
   */
  const setUserRole = callable('setUserRole', async (request): Promise<ChangeResult> => {
    const { uid, reason, expected, ...edit } = parsed(
      (data) => parseSetUserRole(config.roles, data),
      request.data,
    );
    if (edit.expiresAt != null && edit.expiresAt <= Date.now()) {
      throw new HttpsError('invalid-argument', 'expiresAt must be in the future.');
    }
    return applyFor(project(), request, { uid, edit, expected, reason });
  });

  /**
   * Disables an account, or enables it again with the role that its document still says; also one that was
   * disabled in the Firebase console. Answers a `ChangeResult`. Errors: `invalid-argument`, and those of
   * `applyFor`.
   */
  const setUserDisabled = callable('setUserDisabled', async (request): Promise<ChangeResult> => {
    const { uid, reason, expected, ...edit } = parsed(parseSetUserDisabled, request.data);
    return applyFor(project(), request, { uid, edit, expected, reason });
  });

  /**
   * Signs a user out everywhere: without `uid` the caller, which every user may; others by rank. Sign-ins
   * of before this second are over for rules and guards as soon as the call is made. Answers a
   * `ChangeResult`. Errors: `invalid-argument`, and those of `applyFor`.
   */
  const endSessions = callable(
    'endSessions',
    async (request): Promise<ChangeResult> => {
      if (request.auth === undefined) throw refusalError({ reason: 'signed-out' });
      const { uid = request.auth.uid, expected, reason } = parsed(parseEndSessions, request.data);
      return applyFor(project(), request, { uid, edit: { endSessions: true }, expected, reason });
    },
    { rate: END_SESSIONS_RATE },
  );

  /**
   * Deletes an account, and its document where the configuration says so. Role and sessions end first, so that a call that dies half
   * way leaves a user without access, and the same call again does the rest. The marker stays, so
   * that a later account with this id starts without access. Answers a `ChangeResult`. Errors:
   * `invalid-argument`, and those of `applyFor`.
   */
  const deleteUser = callable('deleteUser', async (request): Promise<ChangeResult> => {
    const { uid, expected, reason = null } = parsed(parseDeleteUser, request.data);
    const { auth, store, engine, onAccountDeleted = 'clear-access' } = project();
    const actor = request.auth?.uid ?? null;
    const edit = { role: null, endSessions: true };
    let missing: HttpsError | null = null;
    const answer = await applyFor(project(), request, { uid, edit, expected, reason }).catch(
      (error: unknown) => {
        // The rank was looked at before the document was.
        if (!(error instanceof HttpsError) || error.code !== 'not-found') throw error;
        missing = error;
        return NO_ACCESS_LEFT;
      },
    );
    const [{ users }, caller] = await Promise.all([
      auth.getUsers([{ uid }]),
      actor === null ? undefined : store.user(actor).get(),
    ]);
    const { displayName: name, email } = parseUserProfile(store.dataOf(caller));
    const by = { kind: 'person', uid: actor, name, email } as const;
    const emails = users.flatMap(({ email }) => email ?? []);
    const document = onAccountDeleted;
    const order = { uid, actor: by, reason, keepIfRoleGranted: true, emails, document };
    const { outcome } = await deleteUserDocument(store, order);
    if (outcome === 'spared') {
      throw new HttpsError('aborted', 'This user has just been given a role. Try again.');
    }
    if (engine.roles.orgs !== undefined) await endMemberships(store, { uid, document });
    const deleted = await deleteAccount(auth, uid);
    await forgetReceipts(project(), uid);
    await showRow(engine, uid);
    if (missing !== null && !deleted) throw missing;
    log.personDeleted(actor, uid);
    return answer;
  });

  /**
   * Finds an account by its exact address or id, however it came to be: accounts that the console, the
   * Admin SDK, an import or a custom token made have no document before their first visit, so no
   * list shows them. For users who may grant roles.
   *
   * Answers a `FoundAccount`, or null. Errors: `unauthenticated` and `permission-denied` with
   * `RefusalDetails`; `invalid-argument`; `resource-exhausted`.
   */
  const findAccount = callable(
    'findAccount',
    host.guardCall(
      { permission: config.can.grantRoles, check: 'document' },
      async ({ data }): Promise<FoundAccount | null> => {
        const account = await readAccount(project().auth, parsed(parseFindAccount, data));
        if (account === null) return null;
        const { uid, email, emailVerified, displayName, disabled } = account;
        const seen = await readPerson(project(), uid);
        const { role, expiresAt, version } = decodeClaims(seen.account?.claims);
        return {
          ...{ uid, email, emailVerified, displayName, disabled },
          hasDocument: seen.source.data !== null,
          claims: {
            role,
            expiresAt: expiresAt === null ? null : millisecondsOf(expiresAt),
            version,
          },
          problems: driftOf(config.roles, seen, Date.now()).map(describeDrift),
        };
      },
    ),
    { rate: FIND_RATE },
  );

  /**
   * Undoes a change: puts back what its entry in the audit log says was before, as a change by the caller, whose
   * rank counts for both the role now and the role put back. The entry that it writes names the one undone, and can
   * be undone itself. For users who may grant roles.
   *
   * Answers a `ChangeResult`. Errors: `invalid-argument`; `not-found` for no such entry; `failed-precondition` with
   * the reason `cannot-be-undone` (it changed nothing that can be put back) or `already-undone`; `aborted` with
   * `ChangedMeanwhile` and the reason `changed-meanwhile` where the access was changed since; and those of `applyFor`.
   */
  const undoChange = callable(
    'undoChange',
    host.guardCall(
      requires(config.can.grantRoles, { check: 'document' }),
      async ({ data }, caller): Promise<ChangeResult> => {
        const { entryId, reason } = parsed(parseUndoChange, data);
        const by = { kind: 'person', caller } as const;
        const result = await undoEdit(project(), { entryId, by, reason, now: Date.now() });
        if (!('sync' in result)) {
          log.undoRefused(caller.uid, entryId, reasonIn(result));
          throw errorOf(config.roles, result);
        }
        const { changeId, sync } = result;
        const { changed, ...answer } = sync;
        log.changeUndone(caller.uid, entryId, changeId);
        return { ...answer, changeId };
      },
    ),
  );

  return { setUserRole, setUserDisabled, endSessions, deleteUser, findAccount, undoChange };
}
