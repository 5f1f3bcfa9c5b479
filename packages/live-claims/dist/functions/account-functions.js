import { beforeUserCreated, HttpsError, onUserCreated, onUserDeleted, } from 'firebase-functions/identity';
import { isUid } from '../core/index.js';
import * as log from './log.js';
import { accountCreated } from './provision/account-created.js';
import { accountDeleted } from './provision/account-deleted.js';
import { provisionAccount } from './provision/provision-account.js';
/** What an account starts with, and what becomes of its document when it ends. Accounts of tenants are none of ours. */
export function accountFunctions({ options, project }) {
    /**
     * Runs before an account is created, so that its first token already carries its role: no cold-start
     * gap, no reload. Firebase Auth waits for at most 7 seconds and refuses the sign-up on any failure.
     * Not called for custom tokens, anonymous accounts and the Admin SDK. An account of a tenant gets
     * nothing: ids are unique within a tenant only. Needs Identity Platform, of which a project has room for
     * one such function.
     */
    const provisionUser = beforeUserCreated(options, async ({ data }) => {
        if (data === undefined || data.tenantId || !isUid(data.uid))
            return {};
        const { uid } = data;
        try {
            const { claims, disabled, role, invite } = await provisionAccount(project(), {
                uid,
                email: data.email ?? null,
                emailVerified: data.emailVerified ?? false,
                displayName: data.displayName ?? null,
                photoURL: data.photoURL ?? null,
            });
            log.accountProvisioned(uid, role, invite);
            return { customClaims: claims, ...(disabled && { disabled }) };
        }
        catch (error) {
            log.provisioningFailed(uid, error);
            throw new HttpsError('unavailable', 'Your account could not be set up. Please try again.');
        }
    });
    /**
     * Follows the creation of an account, by whatever means it was made: what `provisionUser` could only
     * prepare is finished, and an edit that found no account to apply it to is applied. A failed run is
     * redelivered with backoff for 24 hours (`retry`).
     */
    const onAccountCreated = onUserCreated({ ...options, retry: true }, async ({ data, tenantId }) => {
        if (tenantId !== undefined)
            return;
        const { uid } = data;
        try {
            const outcome = await accountCreated(project(), uid);
            if (outcome !== null)
                log.claimsSynced(uid, 'trigger', outcome);
        }
        catch (error) {
            log.syncFailed(uid, error);
            throw error;
        }
    });
    /**
     * Follows the end of an account, whoever deleted it: what becomes of its document says the configuration.
     * Firebase documents that a deletion of many at once (`deleteUsers`) sends no events: those documents stay,
     * see docs/operations.md.
     */
    const forgetUser = onUserDeleted({ ...options, retry: true }, async ({ data, time, tenantId }) => {
        if (tenantId !== undefined)
            return;
        const { uid, email = null, metadata } = data;
        const { outcome, leavesNoOwner } = await accountDeleted(project(), {
            uid,
            email,
            createdAt: Date.parse(metadata?.creationTime ?? ''),
            deletedAt: Date.parse(time),
        });
        if (outcome === 'deleted')
            log.personDeleted(null, uid);
        if (leavesNoOwner)
            log.noOwnerLeft(uid);
    });
    return { provisionUser, onAccountCreated, forgetUser };
}
