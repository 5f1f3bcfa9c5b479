import type { Auth } from 'firebase-admin/auth';
import type { Limits } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Rate } from '../guards/account-rate.ts';
import { requires } from '../guards/check-access.ts';
import type { Guard } from '../guards/guard.ts';
import { readAtOnce } from '../guards/guard.ts';
import { byIdToken, bySessionCookie, requestGuard } from '../guards/http.ts';
import { answerJson, answerJsonOnce } from './answer-json.ts';
import type { Content } from './content.ts';
import {
  closeSession,
  lastAuditEntries,
  openSession,
  SIGN_IN_SECONDS,
  usersMe,
} from './own-routes.ts';
import { answerPage, answerStyle, html, refuseAsPage, STYLE_PATH } from './page.ts';
import { type Handler, limitRate, type Routes, routeRequests } from './route-requests.ts';

/** What a client that asks every few seconds from some tabs gets along with. */
export const ME_RATE: Rate = { times: 60, seconds: 60 };

/** More than a person needs. Each request reads documents, which are billed. */
export const READ_RATE: Rate = { times: 60, seconds: 60 };

/** Each one is a call of Firebase Auth. */
export const SESSION_RATE: Rate = { times: 10, seconds: 60 };

/** What a project brings along. */
export interface ApiProject<Permission extends string> {
  /** The permission that it takes to read the audit log. */
  readonly readAudit: string;
  readonly content: Content<Permission>;
  readonly auth: Pick<Auth, 'verifyIdToken' | 'verifySessionCookie' | 'createSessionCookie'>;
  readonly store: Store;
  readonly limits: Pick<Limits, 'freshTokenSeconds'>;
  readonly guard: Guard<Permission>;
}

/** For what every account may ask, whatever its documents say. */
const letThrough: Guard = async () => ({ refusal: null, role: null, org: null, custom: {} });

/** Everything below `/api`, as one handler. */
export function createApi<Permission extends string>({
  readAudit,
  content,
  auth,
  store,
  limits,
  guard,
}: ApiProject<Permission>): Handler {
  const byToken = requestGuard(guard, byIdToken(auth));
  const byCookie = requestGuard(guard, bySessionCookie(auth), refuseAsPage);
  const anyUser = requestGuard(letThrough, byIdToken(auth));

  const handlerOf = (one: Content<Permission>[string]): Handler =>
    'json' in one
      ? byToken(
          requires(one.permission, { check: one.check ?? 'token' }),
          limitRate(READ_RATE, async (request, response) =>
            answerJsonOnce(request, response, await one.json(store.db)),
          ),
        )
      : byCookie(
          requires(one.permission, { check: one.check ?? 'marker' }),
          limitRate(READ_RATE, async (_request, response) => {
            const body = await one.page(store.db);
            const page = html`${body}<p><a href="/">Back to the app</a></p>`;
            answerPage(response, 200, one.title, page);
          }),
        );
  const contentRoutes: Routes = Object.fromEntries(
    Object.entries(content).map(([path, one]) => [path, { GET: handlerOf(one) }]),
  );

  return routeRequests({
    ...contentRoutes,
    '/users/me': {
      GET: anyUser(
        requires(null, { check: 'token' }),
        limitRate(ME_RATE, usersMe(store.paths, readAtOnce(store.db))),
      ),
    },
    '/audit': {
      GET: byToken(
        requires(readAudit as Permission, {
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
  });
}
