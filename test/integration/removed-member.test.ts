import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { afterAll, expect, it } from 'vitest';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import {
  type Caller,
  callerOf,
  requires,
} from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { createGuard, readAtOnce } from '../../packages/live-claims/src/functions/guards/guard.ts';
import { followMembership } from '../../packages/live-claims/src/functions/orgs/follow-membership.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { orgConfig as config } from '../../packages/live-claims/src/testing/org-config.ts';
import { idTokenOf } from '../attacks/support/id-token.ts';
import { orgRulesText } from '../rules/orgs/org-app.ts';
import { openRulesProject, type Request } from '../rules/support/rules-project.ts';
import { auth, createAccount, type TestUser } from '../support/admin.ts';
import { stack } from '../support/stack.ts';

/** Its own database and rules: no trigger of the app under test listens there. */
const PROJECT = 'demo-removed-member';
const db = getFirestore(initializeApp({ projectId: PROJECT }, PROJECT));
const store = new Store(db, config);
const engine = syncEngine(auth, store, config.roles);
const guard = createGuard(config.roles, readAtOnce(db), { names: config });
const rules = openRulesProject(stack.firestore, PROJECT);

afterAll(() => rules.close());

const READ = (check: string): Request => ({ get: `${check}/acme/notes.read/any` });
const WRITE: Request = { create: 'canNowIn/acme/notes.write/new', fields: { text: 'x' } };

/** What a token lets its bearer do, by the rules and by guards. */
async function powersOf(token: string) {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const uid: string = claims.user_id;
  const may = (request: Request) =>
    rules.isAllowed({ uid, claims: { ...claims, aud: PROJECT } }, request);
  const caller = callerOf({ ...claims, uid }) as Caller;
  const refusal = async (check: 'token' | 'marker' | 'document') =>
    (await guard(requires('notes.write', { in: 'acme', check }), caller)).refusal?.reason ?? null;
  return {
    token: [await may(READ('canIn')), await refusal('token')],
    marker: [await may(READ('canCurrentIn')), await refusal('marker')],
    document: [await may(READ('canNowIn')), await may(WRITE), await refusal('document')],
  };
}

/** Changes the membership; `follow` does what the triggers do after that. */
async function change({ uid }: TestUser, after: { role: string } | null) {
  const membership = store.member('acme', uid);
  const before = (await membership.get()).data() ?? null;
  await (after === null ? membership.delete() : membership.set({ ...after, uid }));
  return async () => {
    await followMembership({ store, engine, auth }, { orgId: 'acme', uid, before, after });
    return syncUser(engine, uid);
  };
}

it('a removed member who never refreshes writes nothing from the commit on, and reads nothing by the marker once it is out', async () => {
  await rules.loadRules(orgRulesText());
  const person = await createAccount();
  await (await change(person, { role: 'editor' }))();
  const token = await idTokenOf(person);
  expect(await powersOf(token)).toEqual({
    token: [true, null],
    marker: [true, null],
    document: [true, true, null],
  });

  const follow = await change(person, null);
  expect(await powersOf(token)).toEqual({
    token: [true, null],
    marker: [true, null],
    document: [false, false, 'not-allowed'],
  });

  await follow();
  expect(await powersOf(token)).toEqual({
    // Until it is refreshed, or for an hour: what this check is for.
    token: [true, null],
    marker: [false, 'token-stale'],
    document: [false, false, 'not-allowed'],
  });

  expect(await powersOf(await idTokenOf(person))).toEqual({
    token: [false, 'not-allowed'],
    marker: [false, 'not-allowed'],
    document: [false, false, 'not-allowed'],
  });
});
