import { access } from '../../../access.js';

export const POST = access.createSession;
export const DELETE = access.endSession;
