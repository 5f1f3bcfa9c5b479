import { foldAddress } from '../../core/index.js';
import { auditInvite, offered } from './audit-invite.js';
import { openInvites } from './open-invites.js';
/**
 * Reads the open invites to a person's addresses, so that the transaction that takes access from the
 * person can close them: a later decision wins over an invite that was written before it. In two
 * steps, because a transaction of Firestore reads before it writes.
 *
 * An invite that is over, or that nobody can read, is closed too.
 *
 * @param emails the addresses that the document and Firebase Auth have, in any case.
 * @example
 * const closeInvites = await readInvitesToClose(db, transaction, [email]);
 * transaction.update(person, { role: null });
 * closeInvites({ actor, reason });
 */
export async function readInvitesToClose(db, transaction, emails) {
    const addresses = new Set(emails.map(foldAddress).filter((email) => email !== ''));
    const found = await Promise.all([...addresses].map((email) => transaction.get(openInvites(db, email))));
    const open = found.flatMap(({ docs }) => docs);
    return (by) => {
        for (const invite of open)
            closeInvite(db, transaction, invite, by);
    };
}
function closeInvite(db, transaction, invite, { actor, reason }) {
    transaction.delete(invite.ref);
    auditInvite(db, transaction, {
        type: 'invite-withdrawn',
        inviteId: invite.id,
        email: textIn(invite.get('email')) ?? '',
        uid: null,
        actor,
        before: offered(textIn(invite.get('role'))),
        after: null,
        reason: reason ?? 'The access of the person who was invited has been lowered.',
    });
}
const textIn = (value) => (typeof value === 'string' ? value : null);
