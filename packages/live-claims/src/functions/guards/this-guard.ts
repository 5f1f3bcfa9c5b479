import { appRoles } from '../../core/index.ts';
import { db } from '../firebase/engine.ts';
import { createGuard } from './guard.ts';
import { callGuard } from './guard-call.ts';
import { readAtOnce } from './read-at-once.ts';

/** The guard by this project's documents, with the app's roles. */
export const guard = createGuard(appRoles, readAtOnce(db));

/** Guards a callable of this project. */
export const guardCall = callGuard(guard);
