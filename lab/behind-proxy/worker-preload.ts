/**
 * Loaded into every Node process of the stack (`NODE_OPTIONS=--import`), and only there. In a worker
 * of the Functions emulator, before any code of ours: leads Auth and Firestore through the proxy that
 * counts, and writes down now and then how much memory the worker holds. The functions themselves run
 * as they are deployed.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { liveMemory } from '../ten-thousand/live-memory.ts';
import { ORDERS_VARIABLE, type WorkerOrders } from './worker-orders.ts';

/** Between two looks at the memory. */
const SAMPLE_MS = 500;

const { [ORDERS_VARIABLE]: file, FUNCTION_TARGET: target } = process.env;
// Without a target it is firebase-tools itself, or the process that only lists the functions.
if (file !== undefined && target !== undefined) {
  const { auth, firestore, samples } = JSON.parse(readFileSync(file, 'utf8')) as WorkerOrders;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = auth;
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
  if (samples !== undefined) sampleMemory(target, samples);
}

function sampleMemory(target: string, samples: string): void {
  setInterval(() => {
    const sample = { target, at: Date.now(), pid: process.pid, ...liveMemory() };
    appendFileSync(samples, `${JSON.stringify(sample)}\n`);
  }, SAMPLE_MS).unref();
}
