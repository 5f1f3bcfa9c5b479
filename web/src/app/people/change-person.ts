import {
  CALLABLES,
  type DeleteUserRequest,
  type EndSessionsRequest,
  parseSyncResult,
  type SetUserDisabledRequest,
  type SetUserRoleRequest,
  type SyncResult,
} from '@live-claims/contract';
import type { FirebaseApp } from 'firebase/app';
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
