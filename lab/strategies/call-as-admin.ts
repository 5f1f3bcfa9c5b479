import { httpsCallable } from 'firebase/functions';
import type { RoleOrder } from '../backend/lab-admin.ts';
import { LAB_FUNCTIONS } from '../backend/places.ts';
import { type LabClient, openLabClient } from './lab-client.ts';

let admin: Promise<LabClient> | null = null;

/** Changes a role by a call of the admin's. @returns when it was sent. */
export async function callAsAdmin(order: RoleOrder): Promise<number> {
  return call(LAB_FUNCTIONS.admin, order);
}

/** Calls the baseline: the bare steps. @returns when it was sent. */
export async function callBaseline(order: { uid: string; role: string }): Promise<number> {
  return call(LAB_FUNCTIONS.baseline, order);
}

async function call(name: string, data: object): Promise<number> {
  admin ??= openLabClient('admin');
  const { functions } = (await admin).client;
  const sent = performance.now();
  await httpsCallable(functions, name)(data);
  return sent;
}

/** Closes the admin's client, which the first call opened. */
export async function closeAdmin(): Promise<void> {
  await (await admin)?.client.close();
  admin = null;
}
