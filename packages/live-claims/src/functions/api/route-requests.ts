import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import * as logger from 'firebase-functions/logger';
import { accountRate, type Rate, TOO_OFTEN } from '../guards/account-rate.ts';
import type { Caller } from '../guards/check-access.ts';
import { comesFromElsewhere } from '../guards/same-origin.ts';
import { answerJson } from './answer-json.ts';

export type Handler = (request: Request, response: Response) => Promise<void>;

/** Paths below `/api`, to the letter, and what each method does there. `GET` answers `HEAD` as well. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<Method, Handler>>>>>;
export type Method = 'GET' | 'POST' | 'DELETE';

/**
 * One handler for all routes. What is not there is answered with 404 or 405, a handler that fails with
 * 500 and no word about why, and what another site's page sends to change something with 403.
 */
export function routeRequests(routes: Routes): Handler {
  const paths = new Map(Object.entries(routes));
  return async (request, response) => {
    response.set(HEADERS);
    // Express tells what it is before anything of ours runs.
    response.removeHeader('X-Powered-By');
    // Hosting passes the whole path on; the function's own address ends with the function's name.
    const methods = paths.get(request.path.replace(/^\/api(?=\/)/, ''));
    if (methods === undefined) return answerJson(response, 404, NOTHING_HERE);
    const handler = new Map(Object.entries(methods)).get(
      request.method === 'HEAD' ? 'GET' : request.method,
    );
    if (handler === undefined) {
      response.set('Allow', allowed(Object.keys(methods)));
      return answerJson(response, 405, { error: 'This cannot be done here.' });
    }
    if (isFromElsewhere(request)) return answerJson(response, 403, FROM_ELSEWHERE);
    try {
      await handler(request, response);
    } catch (error) {
      requestFailed(request.method, request.path, error);
      if (response.headersSent) response.end();
      else answerJson(response, 500, WENT_WRONG);
    }
  };
}

/**
 * For every answer: it is not cached unless its handler says otherwise, its type is not guessed, and it
 * is not framed and runs no scripts. Hosting leaves these as they are (`headers` in firebase.json).
 */
const HEADERS = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  Vary: 'Authorization, Cookie',
  'X-Content-Type-Options': 'nosniff',
};

const NOTHING_HERE = { error: 'There is nothing here.' };
const FROM_ELSEWHERE = { error: 'Only the app itself may do this.' };
const WENT_WRONG = { error: 'Something went wrong. Try again in a moment.' };

function allowed(methods: readonly string[]): string {
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}

function isFromElsewhere({ method, headers }: Request): boolean {
  const forwarded = headers['x-forwarded-host'];
  return comesFromElsewhere({
    method,
    site: headers['sec-fetch-site'] as string | undefined,
    origin: headers.origin,
    hosts: [headers.host, typeof forwarded === 'string' ? forwarded : undefined],
  });
}

export type CallerHandler = (request: Request, response: Response, caller: Caller) => Promise<void>;

/** Lets each account go on at the rate, and answers the rest with 429 and `Retry-After`. */
export function limitRate(rate: Rate, handler: CallerHandler): CallerHandler {
  const over = accountRate(rate);
  return async (request, response, caller) => {
    const wait = await over(caller.uid);
    if (wait === null) return handler(request, response, caller);
    rateLimited(caller.uid, request.path);
    response.set('Retry-After', String(Math.max(1, Math.ceil(wait / 1000))));
    answerJson(response, 429, { error: TOO_OFTEN });
  };
}

function requestFailed(method: string, path: string, error: unknown): void {
  const { name = 'Error', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  logger.error('api request failed', { method, path, error: { name, code } });
}

function rateLimited(uid: string, path: string): void {
  logger.warn('api rate limit reached', { uid, path });
}
