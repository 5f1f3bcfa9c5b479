import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
export type Handler = (request: Request, response: Response) => Promise<void>;
/** Paths below `/api`, to the letter, and what each method does there. `GET` answers `HEAD` as well. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<Method, Handler>>>>>;
export type Method = 'GET' | 'POST' | 'DELETE';
/**
 * One handler for all routes. What is not there is answered with 404 or 405, a handler that fails with
 * 500 and no word about why, and what another site's page sends to change something with 403.
 */
export declare function routeRequests(routes: Routes): Handler;
