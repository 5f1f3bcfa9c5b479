import { signInWithCustomToken } from 'firebase/auth';
import { createLiveClaims, type LiveClaims } from 'live-claims/web';
import { afterEach, describe, expect, it } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import {
  auth,
  createAccount,
  createPerson,
  db,
  editInConsole,
  markerDoc,
  untilMarker,
} from '../support/admin.ts';
import type { Client } from '../support/client.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { signedIn } from '../support/signed-in.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';

const opened: LiveClaims[] = [];
afterEach(() => {
  for (const live of opened.splice(0)) live.close();
});

function liveOf({ auth, firestore, functions }: Client): LiveClaims {
  const live = createLiveClaims({ auth, firestore, functions, config: { roles: appRoles } });
  opened.push(live);
  return live;
}

/** The status of a read that the rules allow to a current editor alone: another author's draft. */
async function readDraft({ auth }: Client): Promise<number> {
  await db.doc('posts/of-another-author').set({ status: 'draft', authorId: 'another-author' });
  const token = (await auth.currentUser?.getIdToken()) ?? '';
  return rawRequest(token, 'GET', 'posts/of-another-author');
}

describe('a role in session claims', () => {
  it('is refused by the server after a change, and the client says so', async () => {
    const person = await createPerson('editor');
    const client = await signedIn(null);
    const token = await auth.createCustomToken(person.uid, { role: 'editor' });
    await signInWithCustomToken(client.auth, token);
    const live = liveOf(client);
    await untilSnapshot(live, ({ status, role }) => status === 'fresh' && role === 'editor');
    expect(await readDraft(client)).toBe(200);

    await editInConsole(person.uid, { role: null });
    const shown = await untilSnapshot(live, ({ error }) => error?.code === 'claims-shadowed');
    expect(shown).toMatchObject({ status: 'stale', role: null, permissions: [] });
    expect(await readDraft(client)).toBe(403);

    await editInConsole(person.uid, { role: 'editor' });
    const again = await untilSnapshot(live, ({ status }) => status === 'fresh');
    expect(again).toMatchObject({ role: 'editor', error: null });
  });
});

describe('a role that a script put into the claims', () => {
  it('grants nothing, and the first visit corrects the claims', async () => {
    const account = await createAccount();
    await auth.setCustomUserClaims(account.uid, { role: 'owner' });
    const live = liveOf(await signedIn(account));
    const roles = new Set<string | null>();
    live.subscribe(() => roles.add(live.getSnapshot().role));
    const { role, markerVersion } = await untilSnapshot(
      live,
      ({ status, markerVersion }) => status === 'fresh' && markerVersion !== null,
    );
    expect(markerVersion).toBeGreaterThan(0);
    expect(role).not.toBe('owner');
    expect(roles).not.toContain('owner');
  });
});

describe('a marker of a backup, which is older', () => {
  it('is followed by an open client, and the end state is the document’s', async () => {
    const person = await createPerson('viewer');
    const old = (await markerDoc(person.uid).get()).data() ?? {};
    await editInConsole(person.uid, { role: 'editor' });
    await untilMarker(person.uid, ({ role }) => role === 'editor');
    const live = liveOf(await signedIn(person));
    await untilSnapshot(live, ({ status, role }) => status === 'fresh' && role === 'editor');

    await markerDoc(person.uid).set(old);
    const shown = await untilSnapshot(live, ({ markerVersion }) => markerVersion === old.version);
    expect(shown).toMatchObject({ role: 'viewer', permissions: ['posts.read'] });
    const end = await untilSnapshot(
      live,
      ({ status, role }) => status === 'fresh' && role === 'editor',
    );
    expect(end.markerVersion).toBeGreaterThan(old.version);
  });
});
