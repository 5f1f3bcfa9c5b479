import {
  CALLABLES,
  type ChangeResult,
  type DeleteUserRequest,
  type EndSessionsRequest,
  type FindAccountRequest,
  type FoundAccount,
  parseChangeResult,
  parseFoundAccount,
  type SetUserDisabledRequest,
  type SetUserRoleRequest,
} from '../../core/index.ts';
import type { Call } from '../console-context.tsx';

// Each asks the server, which decides by rank, and resolves once it is applied, or known why not.

export async function setRole(call: Call, request: SetUserRoleRequest): Promise<ChangeResult> {
  return parseChangeResult(await call(CALLABLES.setUserRole, request));
}

export async function setDisabled(
  call: Call,
  request: SetUserDisabledRequest,
): Promise<ChangeResult> {
  return parseChangeResult(await call(CALLABLES.setUserDisabled, request));
}

/** Signs the person out everywhere; without `uid` oneself. */
export async function endSessions(call: Call, request: EndSessionsRequest): Promise<void> {
  await call(CALLABLES.endSessions, request);
}

export async function deletePerson(call: Call, request: DeleteUserRequest): Promise<void> {
  await call(CALLABLES.deleteUser, request);
}

/** The account with exactly this address or id; null for none. Also finds accounts that are in no list. */
export async function findAccount(call: Call, addressOrId: string): Promise<FoundAccount | null> {
  const ask = async (request: FindAccountRequest) =>
    parseFoundAccount(await call(CALLABLES.findAccount, request));
  // An id may look like an address.
  const found = isAddress(addressOrId) ? await ask({ email: addressOrId }) : null;
  return found ?? ask({ uid: addressOrId });
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
