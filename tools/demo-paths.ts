import { pathsOf } from 'live-claims/core';
import config from '../functions/src/live-claims.config.ts';

/** The collections of the demo. */
export const COLLECTIONS = { ...config.collections, posts: 'posts' };

/** Where the demo's documents are. */
export const {
  user: userPath,
  marker: markerPath,
  job: jobPath,
  skipped: skippedPath,
  settings: ACCESS_SETTINGS_PATH,
} = pathsOf(config.collections);
