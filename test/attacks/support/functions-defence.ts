import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express, { type RequestHandler } from 'express';
import { afterAll } from 'vitest';
import { ROOT } from '../../../tools/emulators/root.ts';
import { type Patch, patchOf } from '../../support/patch-source.ts';
import { stack } from '../../support/stack.ts';
import type { Defence } from './attack.ts';
import { weakenedModule } from './weakened-module.ts';

// As the Functions emulator does: callables believe the token, so that what they decide is what is tested.
// How tokens are verified in production is the matter of tokens.test.ts.
process.env.FIREBASE_DEBUG_MODE = 'true';
process.env.FIREBASE_DEBUG_FEATURES = JSON.stringify({ skipTokenVerification: true });

/** Functions to attack, in the project in which the tests' people live. */
export interface FunctionsTarget {
  /** Calls a callable by hand, with any data. */
  call(name: string, token: string | null, data: unknown): Promise<CallAnswer>;
  /** Sends anything to an HTTP function; `path` begins with its name. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

// biome-ignore lint/suspicious/noExplicitAny: an attacker takes whatever comes.
type Json = any;

export type CallAnswer =
  | { readonly ok: true; readonly result: Json }
  | {
      readonly ok: false;
      readonly status: string;
      readonly message: string;
      readonly details: Json;
    };

/** What a callable answers when it refuses. Anything else is a failure, and stops no attack. */
const REFUSALS = new Set([
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'INVALID_ARGUMENT',
  'FAILED_PRECONDITION',
  'NOT_FOUND',
  'ABORTED',
  'RESOURCE_EXHAUSTED',
]);

/**
 * A defence in the functions: up on the Functions emulator as they are deployed, down in this process,
 * from the same source without the one line.
 */
export function code(
  name: string,
  file: string,
  find: string,
  replace: string,
): Defence<FunctionsTarget> {
  const weakening = patchOf({ file, find, replace });
  return {
    name: `functions: ${name}`,
    up: async () => targetAt(`http://${stack.functions}/${stack.projectId}/us-central1`),
    down: async () => targetAt(await served(weakening)),
  };
}

type Functions = Readonly<Record<string, RequestHandler>>;

const opened: (() => void)[] = [];
afterAll(() => {
  for (const close of opened.splice(0)) close();
});

/** Addresses by what is missing there: most lines of defence stop more than one attack. */
const addresses = new Map<string, Promise<string>>();

function served(weakening: Patch): Promise<string> {
  const key = JSON.stringify(weakening);
  const address = addresses.get(key) ?? serve(weakening);
  addresses.set(key, address);
  return address;
}

async function serve(weakening: Patch): Promise<string> {
  process.loadEnvFile(path.join(ROOT, 'functions', '.env'));
  const functions = await weakenedModule<Functions>('functions/src/index.ts', weakening);
  const { address, close } = await listen(functions);
  opened.push(close);
  return address;
}

/** Runs functions as the Functions Framework does, until they are closed. */
export async function listen(
  functions: Readonly<Record<string, unknown>>,
): Promise<{ readonly address: string; readonly close: () => void }> {
  const app = express();
  const keepRaw = (request: object, _: unknown, rawBody: Buffer) =>
    Object.assign(request, { rawBody });
  app.use(express.json({ limit: '10mb', verify: keepRaw }));
  for (const [name, run] of Object.entries(functions)) {
    if (typeof run === 'function') app.use(`/${name}`, run as RequestHandler);
  }
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Functions that listen at this address. */
export function targetAt(base: string): FunctionsTarget {
  const request = (path: string, init?: RequestInit) => fetch(`${base}/${path}`, init);
  return {
    request,
    async call(name, token, data) {
      const answer = await request(name, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
        // Text goes out as it is: JSON that no honest client would write.
        body: typeof data === 'string' ? data : JSON.stringify({ data }),
      });
      const text = await answer.text();
      if (!text.startsWith('{')) throw new Error(`${name} answered ${answer.status}: ${text}`);
      const { result, error } = JSON.parse(text);
      if (error === undefined) return { ok: true, result };
      if (!REFUSALS.has(error.status)) throw new Error(`${name} failed: ${text}`);
      return { ok: false, status: error.status, message: error.message, details: error.details };
    },
  };
}
