import { DEFAULT_NAMES, pathsOf } from '../core/index.ts';

/** Where documents are under the default names. */
export const {
  user: userPath,
  marker: markerPath,
  settings: ACCESS_SETTINGS_PATH,
} = pathsOf(DEFAULT_NAMES.collections);
