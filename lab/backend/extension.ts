import { isDeepStrictEqual } from 'node:util';
import { FieldValue } from 'firebase-admin/firestore';
import { logger } from 'firebase-functions';
import { onDocumentWritten } from 'firebase-functions/firestore';
import { EDITED } from './places.ts';
import { auth } from './project.ts';

/**
 * What the extension firestore-auth-claims does, in the same order, rewritten: look the account up,
 * set the claims to the document's fields as the event brings them, note the time in the document
 * itself. That note runs the function once more, which then finds nothing to do.
 * https://github.com/FirebaseExtended/experimental-extensions/blob/next/firestore-auth-claims/functions/src/index.ts
 */
export const labExtension = onDocumentWritten(
  `${EDITED.extension}/{uid}`,
  async ({ params: { uid }, data: change }) => {
    if (change === undefined) return;
    await auth.getUser(uid).catch((error: unknown) => logger.error('no such account', { error }));
    if (!change.after.exists) return auth.setCustomUserClaims(uid, null);

    const before = claimsIn(change.before.data());
    const claims = claimsIn(change.after.data());
    if (isDeepStrictEqual(before, claims)) return;

    logger.info('updating claims', { uid, claims: Object.keys(claims) });
    await auth.setCustomUserClaims(uid, claims);
    logger.info('claims set', { uid });
    await change.after.ref.update({ _synced: FieldValue.serverTimestamp() });
  },
);

/** All fields but the function's own. */
function claimsIn({ _synced, ...claims }: Record<string, unknown> = {}): Record<string, unknown> {
  return claims;
}
