import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import { isTimestamp } from '../../core/index.ts';

/** Answers with JSON. Timestamps become `{ seconds, nanoseconds }`, whatever class they have. */
export function answerJson(response: Response, status: number, body: object): void {
  response.status(status).type('json').send(jsonOf(body));
}

/**
 * Answers with JSON that the browser may keep, if it asks each time whether it still holds: 304 when
 * the request's `If-None-Match` names this very content.
 */
export function answerJsonOnce(request: Request, response: Response, body: object): void {
  const json = jsonOf(body);
  const tag = `"${createHash('sha256').update(json).digest('base64url')}"`;
  response.set({ 'Cache-Control': 'private, no-cache', ETag: tag });
  if (names(request.headers['if-none-match'], tag)) response.status(304).end();
  else response.type('json').send(json);
}

/**
 * The weak comparison that `If-None-Match` asks for (RFC 9110, 13.1.2): a proxy that compresses an answer on
 * its way makes its tag a weak one. Express's own check gives up on `Cache-Control: no-cache`, which
 * the Hosting emulator adds to every request.
 */
function names(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

function jsonOf(body: object): string {
  return JSON.stringify(body, function (this: Record<string, unknown>, key, value) {
    // `value` has gone through a class's own toJSON already.
    const original = this[key];
    if (!isTimestamp(original)) return value;
    return { seconds: original.seconds, nanoseconds: original.nanoseconds };
  });
}
