import { type SessionOptions } from './account-session.js';
import type { Environment } from './environment.js';
import type { FirebasePort } from './firebase-port.js';
import type { LiveClaims } from './types.js';
/** `createLiveClaims` without the Firebase SDK and the page: what tests start. */
export declare function startLiveClaims(port: FirebasePort, environment: Environment, options: SessionOptions): LiveClaims;
