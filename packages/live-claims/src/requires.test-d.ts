import type { CallableRequest } from 'firebase-functions/https';
import { requires } from './functions/guards/check-access.ts';
import { liveClaims } from './functions/live-claims.ts';
import { liveClaimsServer } from './server/index.ts';
import { appConfig } from './testing/app-roles.ts';
import { orgConfig } from './testing/org-config.ts';

/*
 * What must compile, and what must not: `npm run check` compiles it, nothing runs it.
 */

type NewNote = { orgId: string; text: string };

const { guardCallable } = liveClaims(orgConfig);
const withoutOrgs = liveClaims(appConfig);
const server = liveClaimsServer(orgConfig);

/** A permission of organisations with `in`, by its id or by what is asked; one of the app without. */
guardCallable(
  requires('notes.write', { check: 'document', in: ({ orgId }: NewNote) => orgId }),
  async ({ data }: CallableRequest<NewNote>, { org, custom }) => {
    const plan: 'free' | 'pro' | undefined = custom.plan;
    const area: string | undefined = custom.area;
    // @ts-expect-error the plan is one of two
    const gold: 'gold' | undefined = custom.plan;
    // @ts-expect-error no such claim
    void custom.region;
    return [data.text, org?.id, org?.role, plan, area, gold];
  },
);
guardCallable(requires('notes.read', { check: 'token', in: 'acme' }), async () => null);
guardCallable(requires('posts.read', { check: 'token' }), async () => null);
guardCallable(requires(null, { check: 'token' }), async () => null);

// @ts-expect-error a permission of organisations takes an organisation
guardCallable(requires('notes.read', { check: 'token' }), async () => null);
// @ts-expect-error a permission of the app takes none
guardCallable(requires('posts.read', { check: 'token', in: 'acme' }), async () => null);
// @ts-expect-error no permission of either
guardCallable(requires('notes.raed', { check: 'token', in: 'acme' }), async () => null);
// @ts-expect-error an organisation without a permission there
requires(null, { check: 'token', in: 'acme' });
// @ts-expect-error the app has no organisations
withoutOrgs.guardCallable(requires('notes.read', { check: 'token', in: 'a' }), async () => null);
withoutOrgs.guardCallable(requires('posts.read', { check: 'token' }), async () => null);

/** The same on a server, which finds the organisation in the request. */
server.guard(
  requires('notes.write', {
    check: 'document',
    in: async (request: Request) => new URLSearchParams(await request.clone().text()).get('org'),
  }),
  async (_request, { org, custom }) => Response.json([org?.role, custom.plan]),
);
server.verifySession(new Request('https://x'), requires('notes.read', { check: 'token', in: 'a' }));
// @ts-expect-error a permission of organisations takes an organisation
server.verifySession(new Request('https://x'), requires('notes.read', { check: 'token' }));
// @ts-expect-error a permission of the app takes none
server.guard(requires('posts.read', { check: 'token', in: 'a' }), () => new Response());
