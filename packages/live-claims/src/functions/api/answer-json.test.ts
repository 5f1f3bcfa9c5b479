import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Served, serve } from '../guards/testing/serve.ts';
import { answerJsonOnce } from './answer-json.ts';

class SdkTimestamp {
  readonly seconds = 5;
  readonly nanoseconds = 7;
  toMillis() {
    return 5000;
  }
  toJSON() {
    return { _seconds: 5, _nanoseconds: 7 };
  }
}

let served: Served;
let body: object;
beforeEach(async () => {
  body = { at: new SdkTimestamp(), list: [{ at: new SdkTimestamp() }], none: null };
  served = await serve(async (request, response) => answerJsonOnce(request, response, body));
});
afterEach(() => served.close());

const ask = (tag?: string, method = 'GET') =>
  fetch(served.url, { method, headers: tag === undefined ? {} : { 'if-none-match': tag } });

describe('an answer that may be kept', () => {
  it('has plain timestamps, and a tag', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(answer.headers.get('etag')).toMatch(/^"[\w-]{43}"$/);
    const at = { seconds: 5, nanoseconds: 7 };
    expect(await answer.json()).toEqual({ at, list: [{ at }], none: null });
  });

  it('is not sent again to a client that has it', async () => {
    const tag = (await ask()).headers.get('etag') ?? '';
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, `"other",W/${tag}`, '*']) {
      const answer = await ask(known);
      expect(answer.status).toBe(304);
      expect(answer.headers.get('etag')).toBe(tag);
      expect(answer.headers.get('cache-control')).toBe('private, no-cache');
      expect(await answer.text()).toBe('');
    }
    expect((await ask(tag, 'HEAD')).status).toBe(304);
  });

  it('is sent again to a client that has another one', async () => {
    const tag = (await ask()).headers.get('etag') ?? '';
    for (const known of ['', '"other"', tag.slice(1, -1), `x${tag}`]) {
      expect((await ask(known)).status).toBe(200);
    }
    body = { other: true };
    const answer = await ask(tag);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).not.toBe(tag);
  });
});
