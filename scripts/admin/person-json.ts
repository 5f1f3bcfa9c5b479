import { decodeClaims, isTimestamp } from '@live-claims/contract';
import type { PersonView } from './look-at-person.ts';

/** A person as `show --json` prints it: Firestore's timestamps as ISO 8601, everything else as stored. */
export function personJson(view: PersonView): Readonly<Record<string, unknown>> {
  const { uid, account, document, marker, drift } = view;
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
    document: plain(document),
    claims: account?.customClaims ?? null,
    access: account && decodeClaims(account.customClaims),
    marker: plain(marker),
    inStep: drift.length === 0,
    drift,
  };
}

function isoTime(time: string | null | undefined): string | null {
  return time ? new Date(time).toISOString() : null;
}

function plain(value: unknown): unknown {
  if (isTimestamp(value))
    return new Date(value.seconds * 1000 + value.nanoseconds / 1e6).toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}
