import { beforeUserCreated, HttpsError } from 'firebase-functions/identity';
import { isUid } from '../../core/index.ts';
import { db, engine } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';
import { provisionAccount } from '../provision/provision-account.ts';

/**
 * Runs before an account is created, so that its first token already carries its role: no cold-start
 * gap, no reload. Firebase Auth waits for at most 7 seconds and refuses the sign-up on any failure.
 * Not called for custom tokens, anonymous accounts and the Admin SDK. An account of a tenant gets
 * nothing: ids are unique within a tenant only.
 */
export const provisionUser = beforeUserCreated(OPTIONS, async ({ data }) => {
  if (data === undefined || data.tenantId || !isUid(data.uid)) return {};
  const { uid } = data;
  try {
    const { claims, disabled, role, invite } = await provisionAccount(
      { db, engine },
      {
        uid,
        email: data.email ?? null,
        emailVerified: data.emailVerified ?? false,
        displayName: data.displayName ?? null,
        photoURL: data.photoURL ?? null,
      },
    );
    log.accountProvisioned(uid, role, invite);
    return { customClaims: claims, ...(disabled && { disabled }) };
  } catch (error) {
    log.provisioningFailed(uid, error);
    throw new HttpsError('unavailable', 'Your account could not be set up. Please try again.');
  }
});
