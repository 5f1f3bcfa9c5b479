import {
  CALLABLES,
  parseSyncResult,
  type SetUserRoleRequest,
  type SyncResult,
} from '@live-claims/contract';
import type { FirebaseApp } from 'firebase/app';
import { callFunction } from '../../call-function.ts';

/** Asks the server to change somebody's role; resolves once it is applied, or known why not. */
export async function setRole(app: FirebaseApp, request: SetUserRoleRequest): Promise<SyncResult> {
  return parseSyncResult(await callFunction(app, CALLABLES.setUserRole, request));
}
