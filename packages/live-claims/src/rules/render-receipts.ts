import { MAX_DEVICE_LENGTH, MAX_SESSIONS, RECEIPT_LIFETIME_MS } from '../core/index.ts';
import { quote } from './literals.ts';

/** A receipt's fields, all of them. */
const FIELDS = [
  'claimsUpdatedAt',
  'device',
  'expiresAt',
  'lastSeenAt',
  'session',
  'signedOut',
  'takenAt',
  'version',
];

/** A day more than receipts are kept: for clocks that are ahead. */
const LONGEST_DAYS = RECEIPT_LIFETIME_MS / 86_400_000 + 1;

/**
 * The rule of the receipts of sessions.
 *
 * @param path where they are, with the wildcards `uid` and `place`.
 * @param others the condition under which others than their owner read them, from its `||` on; empty for never.
 */
export const match = (path: string, others: string): string => `
// Receipts: what the sessions of an account have taken. Its owner alone writes them, without a
// role and in a lockdown too, because a loss of access is to be seen to arrive.
match /${path} {
  allow read: if isMe(uid)${others};
  allow create: if isMe(uid) && isReceipt(place) && takesChange();
  allow update: if isMe(uid) && isReceipt(place)
    && (keepsChange() || takesChange() && (isSameSession() || isLongUnseen()));
}`;

/** The functions that it asks. */
export const functions = (markers: string): string => `
// What is written of a session: these fields, in ${MAX_SESSIONS} documents for each account at most.
function isReceipt(place) {
  let receipt = request.resource.data;
  return place.matches('1?[0-9]')
    && receipt.keys().toSet() == [
      ${FIELDS.slice(0, 4).map(quote).join(', ')},
      ${FIELDS.slice(4).map(quote).join(', ')}
    ].toSet()
    && receipt.device.matches('[\\\\p{L}\\\\p{M}\\\\p{N}\\\\p{P}\\\\p{S} ]{0,${MAX_DEVICE_LENGTH}}')
    && receipt.session.matches('[0-9A-Za-z-]{16,36}')
    && receipt.signedOut is bool
    && receipt.lastSeenAt == request.time
    && receipt.expiresAt > request.time
    && receipt.expiresAt <= request.time + duration.value(${LONGEST_DAYS}, 'd');
}

// A session has what the marker says when the token that it writes with does, or when it signs
// out because of it: an ended session gets no other token. Looks up the marker.
function takesChange() {
  let receipt = request.resource.data;
  let marker = get(/databases/$(database)/documents/${markers}/$(request.auth.uid)).data;
  return receipt.version == marker.version
    && (receipt.signedOut || claimedNumber('cv') >= marker.version && tokenMatches(marker))
    && receipt.takenAt == request.time
    && (receipt.claimsUpdatedAt == null
      || receipt.claimsUpdatedAt.toMillis() == marker.claimsUpdatedAt.toMillis());
}

// The session was seen again, or signs out. Signed in again, it has to show its token.
function keepsChange() {
  return (!resource.data.signedOut || request.resource.data.signedOut)
    && !request.resource.data.diff(resource.data).affectedKeys()
      .hasAny(['claimsUpdatedAt', 'session', 'takenAt', 'version']);
}

function isSameSession() {
  return request.resource.data.session == resource.data.session;
}

// A session whose place another one may have.
function isLongUnseen() {
  return resource.data.signedOut
    || resource.data.lastSeenAt + duration.value(1, 'd') <= request.time;
}
`;
