import { requires } from '../guards/check-access.js';
import { readAtOnce } from '../guards/guard.js';
import { byIdToken, bySessionCookie, requestGuard } from '../guards/http.js';
import { answerJson, answerJsonOnce } from './answer-json.js';
import { lastAuditEntries } from './last-audit-entries.js';
import { limitRate } from './limit-rate.js';
import { answerStyle, refuseAsPage, STYLE_PATH } from './page.js';
import { answerPostsPage } from './posts-page.js';
import { publishedPosts } from './published-posts.js';
import { routeRequests } from './route-requests.js';
import { closeSession, openSession, SIGN_IN_SECONDS } from './session.js';
import { usersMe } from './users-me.js';
/** What a client that asks every few seconds from some tabs gets along with. */
export const ME_RATE = { times: 60, seconds: 60 };
/** More than a person reads. Each one reads some documents, which somebody pays for. */
export const READ_RATE = { times: 60, seconds: 60 };
/** Each one is a call of Firebase Auth. */
export const SESSION_RATE = { times: 10, seconds: 60 };
/** How old the token may be that reads the audit log, in seconds. */
export const AUDIT_TOKEN_SECONDS = 300;
/** Everything below `/api`, as one handler. */
export function createApi({ roles, permissions, auth, db, guard, }) {
    const byToken = requestGuard(guard, byIdToken(auth));
    const byCookie = requestGuard(guard, bySessionCookie(auth), refuseAsPage);
    const anybody = requestGuard(async () => null, byIdToken(auth));
    return routeRequests({
        '/users/me': {
            GET: anybody(requires(null, { check: 'token' }), limitRate(ME_RATE, usersMe(roles, readAtOnce(db)))),
        },
        '/posts': {
            GET: byToken(requires(permissions.readPosts, { check: 'token' }), limitRate(READ_RATE, async (request, response) => answerJsonOnce(request, response, { posts: await publishedPosts(db) }))),
        },
        '/audit': {
            GET: byToken(requires(permissions.readAuditLog, { check: 'document', maxTokenAge: AUDIT_TOKEN_SECONDS }), limitRate(READ_RATE, async (_request, response) => answerJson(response, 200, { entries: await lastAuditEntries(db) }))),
        },
        '/session': {
            POST: byToken(requires(null, { check: 'marker', maxSignInAge: SIGN_IN_SECONDS }), limitRate(SESSION_RATE, openSession(auth))),
            DELETE: closeSession,
        },
        [STYLE_PATH]: { GET: answerStyle },
        '/pages/posts': {
            GET: byCookie(requires(permissions.readPosts, { check: 'marker' }), limitRate(READ_RATE, async (_request, response) => answerPostsPage(response, await publishedPosts(db)))),
        },
    });
}
