import nodeModule, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AdminError } from './admin-error.ts';
import { findFirebaseProject } from './firebase-project.ts';

const SDKS = /^firebase-(admin|functions)(\/|$)/;

/**
 * Lets this process find the Admin SDK where the app has it: beside live-claims, else beside the configuration, else
 * in its functions. A web app has live-claims without the SDK, which its functions have. What imports the SDK is
 * loaded after this.
 *
 * @param config the file of the configuration, where it is one.
 * @throws {AdminError} `not-set-up` where it is in none of them.
 */
export function findAdminSdk(config: string | null): void {
  if (canResolve(import.meta.url)) return;
  const own = config === null ? [] : [path.dirname(config)];
  const folders = [...own, ...findFirebaseProject().functions];
  const homes = folders.map((folder) => pathToFileURL(path.join(folder, 'index.js')).href);
  const home = homes.find(canResolve);
  // From Node 22.15.
  const canHook = typeof nodeModule.registerHooks === 'function';
  if (home === undefined || !canHook) {
    throw new AdminError('not-set-up', 'The Admin SDK (firebase-admin) was not found.', {
      next:
        home === undefined
          ? 'Run `npm install` in the folder of your functions; this looks there and here.'
          : 'It is there in your functions, where only Node 22.15 or newer finds it. Or install it here: `npm install --save-dev firebase-admin`.',
    });
  }
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      if (!SDKS.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return next(specifier, { ...context, parentURL: home });
      }
    },
  });
}

function canResolve(from: string): boolean {
  try {
    createRequire(from).resolve('firebase-admin/app');
    return true;
  } catch {
    return false;
  }
}
