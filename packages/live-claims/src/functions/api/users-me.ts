import { describeMe, type Paths, parseMarker, readAccessSettings } from '../../core/index.ts';
import type { ReadDocuments } from '../guards/guard.ts';
import { answerJsonOnce } from './answer-json.ts';
import type { CallerHandler } from './limit-rate.ts';

/**
 * `GET /api/users/me`: what a client would hear by listening on its marker and on the access settings, in one
 * round trip. For every account with a valid ID token, also a stale one: it is how a client learns
 * that its token is stale.
 */
export function usersMe(paths: Paths, readDocuments: ReadDocuments): CallerHandler {
  return async (request, response, { uid }) => {
    const [settings, marker] = await readDocuments([paths.settings, paths.marker(uid)]);
    const facts = {
      marker: parseMarker(marker),
      settings: readAccessSettings(settings, Date.now()),
    };
    answerJsonOnce(request, response, describeMe(uid, facts));
  };
}
