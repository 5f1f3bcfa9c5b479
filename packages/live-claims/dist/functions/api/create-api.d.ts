import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import type { RoleTable } from '../../core/index.js';
import type { Guard } from '../guards/guard.js';
import type { Rate } from '../guards/rate-limit.js';
import { type Handler } from './route-requests.js';
/** What a client that asks every few seconds from some tabs gets along with. */
export declare const ME_RATE: Rate;
/** More than a person reads. Each one reads some documents, which somebody pays for. */
export declare const READ_RATE: Rate;
/** Each one is a call of Firebase Auth. */
export declare const SESSION_RATE: Rate;
/** How old the token may be that reads the audit log, in seconds. */
export declare const AUDIT_TOKEN_SECONDS = 300;
/** What a project brings along. The permissions are those of its own role table. */
export interface ApiProject<Permission extends string> {
    readonly roles: RoleTable<string, Permission>;
    readonly permissions: {
        /** Reads what was published, as JSON and as a page. */
        readonly readPosts: Permission;
        readonly readAuditLog: Permission;
    };
    readonly auth: Pick<Auth, 'verifyIdToken' | 'verifySessionCookie' | 'createSessionCookie'>;
    readonly db: Firestore;
    readonly guard: Guard<Permission>;
}
/** Everything below `/api`, as one handler. */
export declare function createApi<Permission extends string>({ roles, permissions, auth, db, guard, }: ApiProject<Permission>): Handler;
