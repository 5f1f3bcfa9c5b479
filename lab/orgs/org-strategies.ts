import { httpsCallable } from 'firebase/functions';
import { ORG_CALLABLES } from 'live-claims/core';
import type { ClaimsSnapshot } from 'live-claims/web';
import { createAccount } from '../../test/support/admin.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import { readList, requestList } from '../strategies/read-firestore.ts';
import type { Contender, LabRole, Strategy } from '../strategies/strategy.ts';
import { TOKEN_BOUND } from '../strategies/token-lifetime.ts';
import { LISTS, ORG } from './org-app.ts';
import { editMembership, editRole, type OrgMember, openOrgMember, roleIn } from './org-member.ts';
import { store } from './org-stack.ts';

/** A change, and a list that only those may read who have what it gives. */
interface Change {
  readonly list: string;
  readonly refusingBound: Contender['refusingBound'];
  /** Prepares it for a person. */
  open(uid: string): Promise<{
    /** @returns when it was acknowledged, or sent. */
    readonly change: (role: LabRole) => Promise<number>;
    readonly close?: () => Promise<void>;
  }>;
  /** Whether a client has what the change to this role gives. */
  readonly has: (snapshot: ClaimsSnapshot, role: LabRole) => boolean;
}

const acknowledged = async (edit: Promise<unknown>): Promise<number> => {
  await edit;
  return performance.now();
};

/** The change of before: a role in the app, from viewer to editor. */
const ofRole: Change = {
  list: LISTS.role,
  refusingBound: null,
  open: async (uid) => ({ change: (role) => acknowledged(editRole(uid, role)) }),
  has: ({ role: found }, role) => found === role,
};

/** Somebody is let into the organisation as an editor, and removed from it. */
const ofMembership = (
  check: 'token' | 'marker' | 'document',
  refusingBound: Contender['refusingBound'],
): Change => ({
  list: LISTS[check],
  refusingBound,
  open: async (uid) => ({
    change: (role) => acknowledged(editMembership(ORG, uid, role === 'editor' ? role : null)),
  }),
  has: (snapshot, role) => roleIn(snapshot, ORG) === (role === 'editor' ? role : null),
});

/** A member becomes an editor and a viewer again, by an owner of the organisation who calls `setMemberRole`. */
const byOwner: Change = {
  list: LISTS.marker,
  refusingBound: null,
  async open(uid) {
    const owner = await openOwner();
    const setMemberRole = httpsCallable(owner.client.functions, ORG_CALLABLES.setMemberRole);
    await editMembership(ORG, uid, 'viewer');
    return {
      async change(role) {
        const sent = performance.now();
        await setMemberRole({ orgId: ORG, uid, role });
        return sent;
      },
      close: owner.close,
    };
  },
  has: (snapshot, role) => roleIn(snapshot, ORG) === role,
};

/** An owner of the organisation, signed in, when the functions have let them in. */
export async function openOwner(): Promise<OrgMember> {
  const { uid } = await createAccount();
  await store.user(uid).set({ role: 'viewer' });
  await store.member(ORG, uid).set({ uid, role: 'owner' });
  const owner = await openOrgMember(uid);
  await untilSnapshot(owner.live, (now) => roleIn(now, ORG) === 'owner' && now.status === 'fresh');
  return owner;
}

function strategyOf(id: string, name: string, change: Change): Strategy {
  const source = 'packages/live-claims/src/functions/orgs';
  return { id, name, answers: '', source, open: () => openContender(change) };
}

/** The change of before, with which the others are compared, and each of a membership beside it. */
export const ORG_STRATEGIES: readonly Strategy[] = [
  strategyOf('org-role', 'A role in the app, marker check', ofRole),
  strategyOf('org-token', 'A membership, token check', ofMembership('token', TOKEN_BOUND)),
  strategyOf('org-marker', 'A membership, marker check', ofMembership('marker', null)),
  strategyOf('org-document', 'A membership, document check', ofMembership('document', null)),
  strategyOf('org-callable', 'A role in an organisation, marker check, by the callable', byOwner),
];

async function openContender({ list, refusingBound, open, has }: Change): Promise<Contender> {
  const { uid } = await createAccount();
  await store.user(uid).set({ role: 'viewer' });
  const { client, live, close } = await openOrgMember(uid);
  const { change, close: closeChange } = await open(uid);
  const token = async () => (await client.auth.currentUser?.getIdToken()) ?? '';
  await untilSnapshot(live, (now) => has(now, 'viewer') && now.status === 'fresh');
  let kept = await token();
  return {
    claimsOf: null,
    refusingBound,
    change,
    async untilLearned(role) {
      const { version } = live.getSnapshot();
      const marker = untilSnapshot(
        live,
        ({ markerVersion }) => (markerVersion ?? 0) > version,
      ).then(() => performance.now());
      await untilSnapshot(live, (now) => has(now, role) && now.status === 'fresh');
      const at = performance.now();
      return { at, markerAt: await marker, tokenAt: at, drawnWait: 0 };
    },
    read: () => readList(client.firestore, list),
    probe: async () => requestList(list, await token()),
    async keep() {
      kept = await token();
    },
    readRefusing: () => requestList(list, kept),
    async close() {
      await closeChange?.();
      await close();
    },
  };
}
