import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import config from '../functions/src/live-claims.config.ts';
import { ROOT } from './emulators/root.ts';

/** Functions of any project. */
const ANY_FUNCTIONS = 'https://*.cloudfunctions.net';

/**
 * Writes into the page which functions it may call: this project's. Hosting's own headers come from
 * `firebase.json`, which is the same for every project, so they have to let in all there are; a page
 * obeys both policies.
 *
 * @param projectId undefined where the project is not known yet.
 */
export function ownFunctionsOnly(projectId: string | undefined): Plugin {
  return {
    name: 'own-functions-only',
    transformIndexHtml: () =>
      projectId === undefined
        ? []
        : [
            {
              tag: 'meta',
              attrs: {
                'http-equiv': 'Content-Security-Policy',
                content: connectionsOf(readFirebaseConfig(), projectId),
              },
              injectTo: 'head-prepend',
            },
          ],
  };
}

/**
 * The directive `connect-src` of Hosting's policy, for one project.
 *
 * @throws {Error} when the policy has no such directive, or names no functions in it.
 */
export function connectionsOf(firebaseJson: string, projectId: string): string {
  const connections = /connect-src[^;"]*/.exec(firebaseJson)?.[0].trim();
  if (!connections?.includes(ANY_FUNCTIONS)) {
    throw new Error(`firebase.json has no connect-src with ${ANY_FUNCTIONS} in it.`);
  }
  return connections.replace(
    ANY_FUNCTIONS,
    `https://${config.region}-${projectId}.cloudfunctions.net`,
  );
}

const readFirebaseConfig = () => readFileSync(path.join(ROOT, 'firebase.json'), 'utf8');
