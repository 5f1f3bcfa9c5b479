import {
  describeMe,
  type Paths,
  parseMarker,
  type RoleTable,
  readAccessSettings,
} from '../../core/index.ts';
import type { ReadDocuments } from '../guards/guard.ts';
import { answerJsonOnce } from './answer-json.ts';
import type { CallerHandler } from './limit-rate.ts';

/**
 * `GET /api/users/me`: what a client would hear by listening on its marker and on the switches, in one
 * round trip. For every account with a valid ID token, also a stale one: it is how a client learns
 * that its token is stale.
 */
export function usersMe(
  roles: RoleTable,
  paths: Paths,
  readDocuments: ReadDocuments,
): CallerHandler {
  return async (request, response, { uid }) => {
    const [settings, marker] = await readDocuments([paths.settings, paths.marker(uid)]);
    const now = Date.now();
    const facts = { marker: parseMarker(marker), settings: readAccessSettings(settings, now) };
    answerJsonOnce(request, response, describeMe(roles, uid, facts, now));
  };
}
