import * as logger from 'firebase-functions/logger';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Served, serve } from '../guards/testing/serve.ts';
import { routeRequests } from './route-requests.ts';

vi.mock('firebase-functions/logger', () => ({ error: vi.fn() }));

let served: Served;
beforeEach(async () => {
  vi.clearAllMocks();
  served = await serve(
    routeRequests({
      '/things': {
        GET: async (request, response) => {
          response.json({ method: request.method });
        },
        POST: async (_request, response) => {
          response.json({ made: true });
        },
      },
      '/broken': {
        GET: async () => {
          throw Object.assign(new TypeError('secret'), { code: 14 });
        },
        DELETE: async (_request, response) => {
          response.status(200).write('half ');
          throw new Error('secret');
        },
      },
    }),
  );
});
afterEach(() => served.close());

const ask = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  fetch(served.url + path, { method, headers });

describe('routes', () => {
  it.each(['/things', '/api/things'])('are found at %s', async (path) => {
    expect(await (await ask(path)).json()).toEqual({ method: 'GET' });
    expect(await (await ask(path, 'POST')).json()).toEqual({ made: true });
  });

  it('answer HEAD like GET, without the body', async () => {
    const answer = await ask('/api/things', 'HEAD');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String('{"method":"HEAD"}'.length));
    expect(await answer.text()).toBe('');
  });

  it.each([
    '/',
    '/api',
    '/thing',
    '/things/',
    '/things/1',
    '/api/api/things',
    '/apithings',
    '/x/api/things',
    '/constructor',
    '/__proto__',
  ])('are not found at %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['/api/things', 'DELETE', 'GET, HEAD, POST'],
    ['/api/things', 'OPTIONS', 'GET, HEAD, POST'],
    ['/api/broken', 'PUT', 'GET, HEAD, DELETE'],
  ])('say what else can be done at %s than %s', async (path, method, allow) => {
    const answer = await ask(path, method);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/\.$/) });
  });

  it('forbid to cache, frame, run or sniff an answer', async () => {
    for (const path of ['/api/things', '/nothing']) {
      const { headers } = await ask(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'private, no-store',
        'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        vary: 'Authorization, Cookie',
        'x-content-type-options': 'nosniff',
      });
      expect(headers.has('access-control-allow-origin')).toBe(false);
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  it.each([
    ['cross-site', 403],
    ['same-site', 403],
    ['none', 403],
    ['same-origin', 200],
  ])('take a change from a page that is %s with %i', async (from, status) => {
    const answer = await ask('/api/things', 'POST', { 'sec-fetch-site': from });
    expect(answer.status).toBe(status);
  });

  it('take a question from everywhere: without CORS no page can read the answer', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask('/api/things', method, { 'sec-fetch-site': 'cross-site' });
      expect(answer.status).toBe(200);
    }
  });

  it('say nothing about why something went wrong, except to the log', async () => {
    const answer = await ask('/api/broken');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(logger.error).toHaveBeenCalledExactlyOnceWith('api request failed', {
      method: 'GET',
      path: '/api/broken',
      error: { name: 'TypeError', code: 14 },
    });
  });

  it('end an answer that has begun when something goes wrong', async () => {
    const answer = await ask('/api/broken', 'DELETE');
    expect(await answer.text()).toBe('half ');
    expect(logger.error).toHaveBeenCalledOnce();
  });
});
