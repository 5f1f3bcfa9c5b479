import { access, mayWrite } from '../../../access.js';

export const POST = access.guard(mayWrite, (_request, { uid, role }) =>
  Response.json({ uid, role }),
);
