import type { CloudEvent, CloudFunction } from 'firebase-functions/core';
import * as identity from 'firebase-functions/identity';
import { isUid } from '../core/index.ts';
import { updateRow } from './directory/update-row.ts';
import type { Host } from './host.ts';
import * as log from './log.ts';
import { accountDeleted } from './provision/account-deleted.ts';
import { accountCreated, provisionAccount } from './provision/provision-account.ts';

/** What an account starts with, and what becomes of its document when it ends. Accounts of tenants are none of ours. */
export function accountFunctions(host: Host) {
  const { optionsOf, project } = host;
  /**
   * Runs before an account is created, so that its first token already carries its role: no cold-start
   * gap, no reload. Firebase Auth waits for at most 7 seconds and refuses the sign-up on any failure.
   * Not called for custom tokens, anonymous accounts and the Admin SDK. An account of a tenant gets
   * nothing: ids are unique within a tenant only. Needs Identity Platform, of which a project has room for
   * one such function.
   */
  const provisionUser = identity.beforeUserCreated(optionsOf('provisionUser'), ({ data }) =>
    provisionNew(host, data),
  );

  /**
   * Follows the creation of an account, by whatever means it was made: what `provisionUser` could only
   * prepare is finished, and an edit that found no account to apply it to is applied. A failed run is
   * redelivered with backoff for 24 hours (`retry`).
   */
  const onAccountCreated = () =>
    identity.onUserCreated(
      { ...optionsOf('onAccountCreated'), retry: true },
      async ({ data, tenantId }) => {
        if (tenantId !== undefined) return;
        const { uid } = data;
        try {
          const outcome = await accountCreated(project(), uid);
          if (isUid(uid)) await updateRow(project().engine, uid);
          if (outcome !== null) log.claimsSynced(uid, 'trigger', outcome);
        } catch (error) {
          log.syncFailed(uid, error);
          throw error;
        }
      },
    );

  /**
   * Follows the deletion of an account, by any way: the configuration decides about its document.
   * Firebase documents that a deletion of many at once (`deleteUsers`) sends no events: those documents stay,
   * see docs/operations.md.
   */
  const forgetUser = () =>
    identity.onUserDeleted(
      { ...optionsOf('forgetUser'), retry: true },
      async ({ data, time, tenantId }) => {
        if (tenantId !== undefined) return;
        const { uid, email = null, metadata } = data;
        const { outcome, leavesNoOwner } = await accountDeleted(project(), {
          uid,
          email,
          createdAt: Date.parse(metadata?.creationTime ?? ''),
          deletedAt: Date.parse(time),
        });
        if (isUid(uid)) await updateRow(project().engine, uid);
        if (outcome === 'deleted') log.personDeleted(null, uid);
        if (leavesNoOwner) log.noOwnerLeft(uid);
      },
    );

  return {
    provisionUser,
    get onAccountCreated() {
      return accountTrigger('onAccountCreated', onAccountCreated);
    },
    get forgetUser() {
      return accountTrigger('forgetUser', forgetUser);
    },
  };
}

/** What a blocking function answers for a new account. @throws {HttpsError} `unavailable`. */
export async function provisionNew(
  { project }: Pick<Host, 'project'>,
  user: identity.AuthUserRecord | undefined,
): Promise<{ readonly customClaims?: object; readonly disabled?: boolean }> {
  if (user === undefined || user.tenantId || !isUid(user.uid)) return {};
  const { uid, email = null, emailVerified = false, displayName = null, photoURL = null } = user;
  try {
    const account = { uid, email, emailVerified, displayName, photoURL };
    const { claims, disabled, role, invite } = await provisionAccount(project(), account);
    log.accountProvisioned(uid, role, invite);
    return { customClaims: claims, ...(disabled && { disabled }) };
  } catch (error) {
    log.provisioningFailed(uid, error);
    throw new identity.HttpsError(
      'unavailable',
      'Your account could not be set up. Please try again.',
    );
  }
}

/**
 * Made when it is asked for, so that a host with an older firebase-functions has everything else.
 *
 * @throws {TypeError} where firebase-functions is older than 7.4, which brought the triggers of accounts.
 */
function accountTrigger(
  name: string,
  make: () => CloudFunction<CloudEvent<unknown>>,
): CloudFunction<CloudEvent<unknown>> {
  const { onUserCreated }: Partial<typeof identity> = identity;
  if (onUserCreated !== undefined) return make();
  throw new TypeError(
    `${name} needs firebase-functions 7.4 or newer. Update it, or export only the others of its group.`,
  );
}
