import { decodeClaims } from '../core/index.ts';
import type { PersonView } from './look-at-person.ts';
import { isClosedElsewhere } from './person-text.ts';
import { plainValue } from './plain-value.ts';

/** A person as `show --json` prints it: Firestore's timestamps as ISO 8601, everything else as stored. */
export function personJson(view: PersonView): Readonly<Record<string, unknown>> {
  const { uid, account, stored, marker, drift } = view;
  return {
    uid,
    email: account?.email ?? null,
    account: account && {
      email: account.email ?? null,
      emailVerified: account.emailVerified,
      disabled: account.disabled,
      createdAt: isoTime(account.metadata.creationTime),
      lastSignInAt: isoTime(account.metadata.lastSignInTime),
      sessionsValidAfter: isoTime(account.tokensValidAfterTime),
    },
    document: plainValue(stored),
    claims: plainValue(account?.customClaims ?? null),
    access: account && decodeClaims(account.customClaims),
    marker: plainValue(marker),
    disabledInAuth: isClosedElsewhere(view),
    inStep: drift.length === 0,
    drift,
  };
}

function isoTime(time: string | null | undefined): string | null {
  const millis = time ? Date.parse(time) : Number.NaN;
  return Number.isNaN(millis) ? null : new Date(millis).toISOString();
}
