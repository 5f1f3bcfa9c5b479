/**
 * Loaded into every Node process of the stack (`NODE_OPTIONS=--import`), and only there. In a worker
 * of the Functions emulator, before any code of ours: leads Auth and Firestore through the proxy that
 * counts. The functions themselves run as they are deployed.
 */
import { readFileSync } from 'node:fs';
import { ORDERS_VARIABLE, type WorkerOrders } from './worker-orders.ts';

const { [ORDERS_VARIABLE]: file, FUNCTION_TARGET: target } = process.env;
// Without a target it is firebase-tools itself, or the process that only lists the functions.
if (file !== undefined && target !== undefined) {
  const { auth, firestore } = JSON.parse(readFileSync(file, 'utf8')) as WorkerOrders;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = auth;
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
}
