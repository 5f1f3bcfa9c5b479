import type { Auth } from 'firebase-admin/auth';
import type { Limits, RoleTable } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import { requires } from '../guards/check-access.ts';
import type { Guard } from '../guards/guard.ts';
import { readAtOnce } from '../guards/guard.ts';
import { byIdToken, bySessionCookie, requestGuard } from '../guards/http.ts';
import type { Rate } from '../guards/rate-limit.ts';
import { answerJson, answerJsonOnce } from './answer-json.ts';
import { lastAuditEntries } from './last-audit-entries.ts';
import { limitRate } from './limit-rate.ts';
import { answerStyle, refuseAsPage, STYLE_PATH } from './page.ts';
import { answerPostsPage } from './posts-page.ts';
import { publishedPosts } from './published-posts.ts';
import { type Handler, routeRequests } from './route-requests.ts';
import { closeSession, openSession, SIGN_IN_SECONDS } from './session.ts';
import { usersMe } from './users-me.ts';

/** What a client that asks every few seconds from some tabs gets along with. */
export const ME_RATE: Rate = { times: 60, seconds: 60 };

/** More than a person needs. Each request reads documents, which are billed. */
export const READ_RATE: Rate = { times: 60, seconds: 60 };

/** Each one is a call of Firebase Auth. */
export const SESSION_RATE: Rate = { times: 10, seconds: 60 };

/** What a project brings along. The permissions are those of its own role table. */
export interface ApiProject<Permission extends string> {
  readonly roles: RoleTable<string, Permission>;
  readonly permissions: {
    /** Reads what was published, as JSON and as a page. */
    readonly readPosts: Permission;
    readonly readAuditLog: Permission;
  };
  readonly auth: Pick<Auth, 'verifyIdToken' | 'verifySessionCookie' | 'createSessionCookie'>;
  readonly store: Store;
  readonly limits: Pick<Limits, 'freshTokenSeconds'>;
  readonly guard: Guard<Permission>;
}

/** Everything below `/api`, as one handler. */
export function createApi<Permission extends string>({
  roles,
  permissions,
  auth,
  store,
  limits,
  guard,
}: ApiProject<Permission>): Handler {
  const byToken = requestGuard(guard, byIdToken(auth));
  const byCookie = requestGuard(guard, bySessionCookie(auth), refuseAsPage);
  const anyUser = requestGuard(async () => null, byIdToken(auth));

  return routeRequests({
    '/users/me': {
      GET: anyUser(
        requires(null, { check: 'token' }),
        limitRate(ME_RATE, usersMe(roles, store.paths, readAtOnce(store.db))),
      ),
    },
    '/posts': {
      GET: byToken(
        requires(permissions.readPosts, { check: 'token' }),
        limitRate(READ_RATE, async (request, response) =>
          answerJsonOnce(request, response, { posts: await publishedPosts(store.db) }),
        ),
      ),
    },
    '/audit': {
      GET: byToken(
        requires(permissions.readAuditLog, {
          check: 'document',
          maxTokenAge: limits.freshTokenSeconds,
        }),
        limitRate(READ_RATE, async (_request, response) =>
          answerJson(response, 200, { entries: await lastAuditEntries(store.audit) }),
        ),
      ),
    },
    '/session': {
      POST: byToken(
        requires(null, { check: 'marker', maxSignInAge: SIGN_IN_SECONDS }),
        limitRate(SESSION_RATE, openSession(auth)),
      ),
      DELETE: closeSession,
    },
    [STYLE_PATH]: { GET: answerStyle },
    '/pages/posts': {
      GET: byCookie(
        requires(permissions.readPosts, { check: 'marker' }),
        limitRate(READ_RATE, async (_request, response) =>
          answerPostsPage(response, await publishedPosts(store.db)),
        ),
      ),
    },
  });
}
