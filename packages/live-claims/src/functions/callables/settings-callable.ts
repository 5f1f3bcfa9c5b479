import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { HttpsError } from 'firebase-functions/https';
import {
  type AccessSettings,
  parseSetAccessSettings,
  parseUserProfile,
  readAccessSettings,
} from '../../core/index.ts';
import { refuseAccessSettings, updateAccessSettings } from '../access-settings/change-settings.ts';
import { refusalError } from '../guards/callable.ts';
import { type AccessFacts, callerOf } from '../guards/check-access.ts';
import type { Host } from '../host.ts';
import * as log from '../log.ts';
import { createCallable, parsed } from './callable.ts';

/**
 * Changes the access settings, which hold for all users: the lockdown, and the time before which sessions are
 * refused. For the top role, and roles with `can.changeSettings`, by the document at the moment of the commit, with a token of
 * `limits.freshTokenSeconds` at most. Setting the minimum to now also ends the caller's own session.
 *
 * Answers the `AccessSettings` that hold now. Errors: `invalid-argument`; `unauthenticated` and
 * `permission-denied` with `RefusalDetails`; `failed-precondition` when the lockdown cannot be lifted
 * without a new value for a minimum that is unreadable or in the future.
 */
export function settingsCallable(host: Host) {
  const { project, config } = host;
  const callable = createCallable(host);
  return callable('setAccessSettings', async ({ auth, data }): Promise<AccessSettings> => {
    const { store, engine, limits } = project();
    const caller = auth === undefined ? null : callerOf(auth.token);
    if (caller === null) throw refusalError({ reason: 'signed-out' });
    const { uid } = caller;
    const request = parsed(parseSetAccessSettings, data);
    const now = Date.now();
    // By plain reads first: only who may change them gets to hold a lock on them.
    const [settings, person] = (await store.db.getAll(store.settings, store.user(caller.uid))) as [
      DocumentSnapshot,
      DocumentSnapshot,
    ];
    const facts = {
      settings: readAccessSettings(settings.data(), now),
      user: store.dataOf(person) ?? null,
    };
    const refusal = (facts: Pick<AccessFacts, 'settings' | 'user'>) =>
      refuseAccessSettings(
        engine.roles,
        config.can.changeSettings,
        caller,
        facts,
        now,
        limits.freshTokenSeconds,
      );
    const refused = refusal(facts);
    if (refused !== null) {
      log.accessSettingsRefused(caller.uid, refused.reason);
      throw refusalError(refused);
    }
    const { displayName: name, email } = parseUserProfile(facts.user);
    const updated = await updateAccessSettings(store, {
      request,
      actor: { kind: 'person', uid, name, email },
      now,
      async refuse(transaction, settings) {
        const user = store.dataOf(await transaction.get(store.user(uid))) ?? null;
        return refusal({ settings, user });
      },
    });
    switch (updated.outcome) {
      case 'forbidden':
        log.accessSettingsRefused(uid, updated.details.reason);
        throw refusalError(updated.details);
      case 'minimum-unclear':
        throw new HttpsError(
          'failed-precondition',
          'The minimum sign-in time is unreadable or in the future. Set it with this call: to now, or to none.',
        );
      case 'write':
        log.accessSettingsChanged(uid, updated.after);
    }
    return updated.after;
  });
}
