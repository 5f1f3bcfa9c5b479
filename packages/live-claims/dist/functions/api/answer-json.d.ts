import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
/** Answers with JSON. Timestamps become `{ seconds, nanoseconds }`, whatever class they have. */
export declare function answerJson(response: Response, status: number, body: object): void;
/**
 * Answers with JSON that the browser may keep, if it asks each time whether it still holds: 304 when
 * the request's `If-None-Match` names this very content.
 */
export declare function answerJsonOnce(request: Request, response: Response, body: object): void;
