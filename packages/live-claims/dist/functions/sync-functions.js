import { setTimeout as sleep } from 'node:timers/promises';
import { onDocumentWrittenWithAuthContext } from 'firebase-functions/firestore';
import { isUid } from '../core/index.js';
import { createCallable } from './callables/callable.js';
import { sourceOf } from './firebase/firestore-documents.js';
import { refusalError } from './guards/callable.js';
import { callerOf } from './guards/check-access.js';
import * as log from './log.js';
import { ensureDocument } from './provision/ensure-document.js';
import { followEdit } from './sync/follow-edit.js';
import { syncUser } from './sync/sync-user.js';
/** A client asks once for each version of its marker; more is a client gone wild. */
const SYNC_RATE = { times: 20, seconds: 60 };
/** What keeps claims and marker as `users/{uid}` says: all that is needed to begin. */
export function syncFunctions(host) {
    const { options, project } = host;
    const callable = createCallable(host);
    /**
     * Follows every write of `users/{uid}`. The event only says that something changed; the sync reads
     * for itself what. A failed run is redelivered with backoff for 24 hours (`retry`); a value that
     * nobody can read is no failure, it ends up on the marker.
     */
    const syncClaims = onDocumentWrittenWithAuthContext({ ...options, document: 'users/{uid}', retry: true }, async ({ data, authType }) => {
        if (data === undefined)
            return;
        const { before, after } = data;
        // Not from the event's parameters: the platform garbles what is not ASCII, and "%2F" becomes a slash
        // (firebase-functions#1459). Of the side that is missing the id would be taken from them.
        const uid = (after.exists ? after : before).id;
        if (!isUid(uid))
            return log.noAccountId(uid);
        const edit = {
            uid,
            before: before.data() ?? null,
            // The event of a delete has no time to give.
            after: after.exists ? sourceOf(after) : { data: null, version: 0 },
            authType,
        };
        try {
            const outcome = await followEdit(project().engine, edit, sleep);
            if (outcome !== null)
                log.claimsSynced(uid, 'trigger', outcome);
        }
        catch (error) {
            log.syncFailed(uid, error);
            throw error;
        }
    });
    /**
     * Syncs the caller's own claims. For a client that has no marker, or whose token does not reach it
     * however often it refreshes: a document that was there before its account, a restored account, claims
     * that somebody else overwrote. It derives from `users/{uid}` like every sync, so it grants nothing,
     * and it is open in a lockdown too.
     *
     * An account that no blocking function has seen, and about which nobody has decided anything, gets
     * here what it would have got by signing up: see `ensureDocument`.
     *
     * Answers a `SyncResult`. Errors: `unauthenticated`, `resource-exhausted`.
     */
    const syncMyClaims = callable(async ({ auth }) => {
        const caller = auth === undefined ? null : callerOf(auth.token);
        if (auth === undefined || caller === null)
            throw refusalError({ reason: 'signed-out' });
        const { uid } = caller;
        const isGuest = auth.token.firebase.sign_in_provider === 'anonymous';
        const given = await ensureDocument(project(), uid, { isGuest });
        if (given !== null)
            log.accountProvisioned(uid, given.role, given.inviteId);
        const result = await syncUser(project().engine, uid);
        log.claimsSynced(uid, 'callable', result);
        const { changed, ...answer } = result;
        return answer;
    }, { rate: SYNC_RATE });
    return { syncClaims, syncMyClaims };
}
