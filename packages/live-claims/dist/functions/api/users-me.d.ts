import { type RoleTable } from '../../core/index.js';
import type { ReadDocuments } from '../guards/guard.js';
import type { CallerHandler } from './limit-rate.js';
/**
 * `GET /api/users/me`: what a client would hear by listening on its marker and on the switches, in one
 * round trip. For every account with a valid ID token, also a stale one: it is how a client learns
 * that its token is stale.
 */
export declare function usersMe(roles: RoleTable, readDocuments: ReadDocuments): CallerHandler;
