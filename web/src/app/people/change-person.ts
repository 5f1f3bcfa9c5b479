import type { FirebaseApp } from 'firebase/app';
import {
  CALLABLES,
  type DeleteUserRequest,
  type EndSessionsRequest,
  type FindAccountRequest,
  type FoundAccount,
  parseFoundAccount,
  parseSyncResult,
  type SetUserDisabledRequest,
  type SetUserRoleRequest,
  type SyncResult,
} from 'live-claims/core';
import { callFunction } from '../../call-function.ts';

// Each asks the server, which decides by rank, and resolves once it is applied, or known why not.

export async function setRole(app: FirebaseApp, request: SetUserRoleRequest): Promise<SyncResult> {
  return parseSyncResult(await callFunction(app, CALLABLES.setUserRole, request));
}

export async function setDisabled(
  app: FirebaseApp,
  request: SetUserDisabledRequest,
): Promise<SyncResult> {
  return parseSyncResult(await callFunction(app, CALLABLES.setUserDisabled, request));
}

/** Signs the person out everywhere; without `uid` oneself. */
export async function endSessions(app: FirebaseApp, request: EndSessionsRequest): Promise<void> {
  await callFunction(app, CALLABLES.endSessions, request);
}

export async function deletePerson(app: FirebaseApp, request: DeleteUserRequest): Promise<void> {
  await callFunction(app, CALLABLES.deleteUser, request);
}

/** The account with exactly this address or id; null for none. Also finds accounts that are in no list. */
export async function findAccount(
  app: FirebaseApp,
  addressOrId: string,
): Promise<FoundAccount | null> {
  const ask = async (request: FindAccountRequest) =>
    parseFoundAccount(await callFunction(app, CALLABLES.findAccount, request));
  // An id may look like an address.
  const found = isAddress(addressOrId) ? await ask({ email: addressOrId }) : null;
  return found ?? ask({ uid: addressOrId });
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
