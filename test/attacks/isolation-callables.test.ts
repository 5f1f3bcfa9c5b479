import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES, ORG_CALLABLES } from 'live-claims/core';
import { sourceOf } from '../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import { inviteId } from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import { orgConfig } from '../../packages/live-claims/src/testing/org-config.ts';
import { userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { moduleCode } from './support/module-defence.ts';
import { emailOf, type OrgTarget, orgCode } from './support/org-functions-defence.ts';
import { openProject } from './support/project-of-its-own.ts';
import { rule } from './support/rules-defence.ts';

const ORGS = 'packages/live-claims/src/functions/orgs';
const PLAN = `${ORGS}/plan-membership.ts`;
const PEOPLE = `${ORGS}/people-edit.ts`;
const INVITES = `${ORGS}/org-invites.ts`;
const CHECK = 'packages/live-claims/src/functions/guards/check-access.ts';

const SECRET = 'secret@example.com';
const IN_AN_HOUR = () => Date.now() + 3_600_000;

/** People of acme, who attack, and of globex, who do not; each has the role that their name begins with. */
const twoOrganisations = ({ people }: OrgTarget): Promise<void> =>
  people({
    'owner-of-acme': { acme: 'owner' },
    'editor-of-acme': { acme: 'editor' },
    'viewer-of-acme': { acme: 'viewer' },
    'owner-of-globex': { globex: 'owner' },
    'viewer-of-globex': { globex: 'viewer' },
  });

const membershipOf = async ({ store }: OrgTarget, orgId: string, uid: string) =>
  (await store.db.doc(`orgs/${orgId}/members/${uid}`).get()).data() ?? null;
const roleIn = async (target: OrgTarget, orgId: string, uid: string) =>
  (await membershipOf(target, orgId, uid))?.role ?? null;

/** An open invite, as `createOrgInvite` writes it. */
async function invite(
  { store }: OrgTarget,
  orgId: string,
  { email, ...fields }: { email: string; invitedBy: string; role?: string },
): Promise<string> {
  const id = inviteId(email);
  await store
    .ofOrg(orgId)
    .invites.doc(id)
    .set({
      email,
      role: 'editor',
      roleExpiresAt: null,
      createdAt: Timestamp.now(),
      expiresAt: Timestamp.fromMillis(IN_AN_HOUR()),
      acceptedAt: null,
      acceptedBy: null,
      ...fields,
    });
  return id;
}

/** A change of the viewer of globex, and what it looks like when it came through. */
const CHANGES = {
  'raises a member': {
    callable: ORG_CALLABLES.setMemberRole,
    data: { role: 'owner' },
    isMade: (member: Record<string, unknown> | null) => member?.role === 'owner',
  },
  'disables a member': {
    callable: ORG_CALLABLES.setMemberDisabled,
    data: { disabled: true },
    isMade: (member: Record<string, unknown> | null) => member?.disabled === true,
  },
  'removes a member': {
    callable: ORG_CALLABLES.removeMember,
    data: {},
    isMade: (member: Record<string, unknown> | null) => member === null,
  },
} as const;
type Change = keyof typeof CHANGES;
const EVERY_CHANGE = Object.keys(CHANGES) as Change[];

/** Changes the viewer of an organisation as this person; did it come through? */
async function changing(
  target: OrgTarget,
  change: Change,
  by: string,
  {
    orgId = 'globex',
    claims = {},
    ...about
  }: { orgId?: string; uid?: string; claims?: object } = {},
) {
  const { uid = `viewer-of-${orgId}` } = about;
  const { callable, data, isMade } = CHANGES[change];
  await target.call(callable, by, { orgId, uid, ...data }, claims);
  return outcome(isMade(await membershipOf(target, orgId, uid)));
}

const ownOrganisation = orgCode(
  'the caller’s membership is the one in the organisation that is asked for',
  PEOPLE,
  'commit.getAll(target, store.user(caller), store.member(orgId, caller))',
  "commit.getAll(target, store.user(caller), store.member('acme', caller))",
);

const roleOfTheAppIsNone = orgCode(
  'a role of the app is none in an organisation',
  PLAN,
  'principalOf(orgs, caller.uid, user === undefined ? undefined : member, now)',
  'principalOf(orgs, caller.uid, user, now)',
);

threat('a person of one organisation changes the members of another, by the calls', '8.4.1', () => {
  for (const change of EVERY_CHANGE) {
    attack(`its owner ${change}`, {
      defence: ownOrganisation,
      attempt: async (target) => {
        await twoOrganisations(target);
        return changing(target, change, 'owner-of-acme');
      },
    });
    attack(`the top role of the app, without a membership, ${change}`, {
      defence: roleOfTheAppIsNone,
      attempt: async (target) => {
        await twoOrganisations(target);
        await target.people({ boss: {} });
        await target.store.user('boss').update({ role: 'owner' });
        return changing(target, change, 'boss');
      },
    });
  }

  const ranks = orgCode(
    'who has no rank in an organisation changes nothing there',
    PLAN,
    "if (reason !== null) return { outcome: 'forbidden', reason };",
    '',
  );
  for (const who of ['editor-of-acme', 'viewer-of-acme', 'a-stranger']) {
    attack(`as ${who}`, {
      defence: ranks,
      attempt: async (target) => {
        await twoOrganisations(target);
        await target.people({ 'a-stranger': {} });
        return changing(target, 'raises a member', who);
      },
    });
  }

  attack('by an id that leads to a collection of the same name below a note of the attacker’s', {
    defence: orgCode(
      'the id of an organisation leads nowhere else',
      'packages/live-claims/src/core/orgs.ts',
      "return typeof id === 'string' && ORG_ID.test(id) && !id.startsWith('__');",
      "return typeof id === 'string';",
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const [orgId, uid] = ['globex/notes/mine', 'viewer-of-globex'];
      const below = target.store.db.collection(`orgs/${orgId}/members`);
      await below.doc('owner-of-acme').set({ role: 'owner', uid: 'owner-of-acme' });
      await below.doc(uid).set({ role: 'viewer', uid });
      return changing(target, 'raises a member', 'owner-of-acme', { orgId, uid });
    },
  });

  attack('by the account’s id in a tenant of the attacker’s own', {
    defence: orgCode(
      'no account of a tenant is one of the project',
      CHECK,
      'if (!isUid(uid) || tenant !== null) return null;',
      'if (!isUid(uid)) return null;',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const claims = { firebase: { tenant: 'of-the-attacker' } };
      return changing(target, 'raises a member', 'owner-of-globex', { claims });
    },
  });
});

threat('a member raises themselves, or an accomplice, by the calls', '8.2.1', () => {
  const granting = (name: string, find: string, replace: string) =>
    orgCode(name, 'packages/live-claims/src/core/granting.ts', find, replace);

  attack('an editor makes themselves the owner', {
    defence: orgCode(
      'only who may manage the members changes one',
      PLAN,
      "if (reason !== null) return { outcome: 'forbidden', reason };",
      '',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const uid = 'editor-of-acme';
      return changing(target, 'raises a member', uid, { orgId: 'acme', uid });
    },
  });
  attack('an editor removes a member', {
    defence: granting(
      'the permission to grant is one of the role in the organisation',
      "if (!permits(table, actor.role, table.grantPermission)) return 'not-allowed';",
      '',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      return changing(target, 'removes a member', 'editor-of-acme', { orgId: 'acme' });
    },
  });
  attack('an owner for an hour makes themselves one for good', {
    defence: granting(
      'nobody changes their own role',
      "if (actor.uid === target.uid) return 'own-role';",
      'if (actor.uid === target.uid) return null;',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const own = target.store.member('acme', 'owner-of-acme');
      await own.update({ roleExpiresAt: Timestamp.fromMillis(IN_AN_HOUR()) });
      await target.call(ORG_CALLABLES.setMemberRole, 'owner-of-acme', {
        ...{ orgId: 'acme', uid: 'owner-of-acme', role: 'owner' },
      });
      return outcome(((await own.get()).get('roleExpiresAt') ?? null) === null);
    },
  });
  attack('an owner for an hour makes an accomplice one for good', {
    defence: granting(
      'who is a member until a time grants until then at most',
      "return role !== null && endsAfter(change.expiresAt, actor.expiresAt) ? 'beyond-own-end' : null;",
      'return null;',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const end = { roleExpiresAt: Timestamp.fromMillis(IN_AN_HOUR()) };
      await target.store.member('acme', 'owner-of-acme').update(end);
      return changing(target, 'raises a member', 'owner-of-acme', { orgId: 'acme' });
    },
  });
  attack('an owner makes a person a member who has not agreed', {
    defence: orgCode(
      'members come by invites, which they accept',
      PLAN,
      "return member.data === null ? { outcome: 'no-such-member' } : null;",
      'return null;',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const uid = 'viewer-of-globex';
      return changing(target, 'raises a member', 'owner-of-acme', { orgId: 'acme', uid });
    },
  });
});

threat('a person goes on in an organisation that they have left, by the calls', '8.3.2', () => {
  const theDocumentDecides = orgCode(
    'the membership decides, never the token',
    PLAN,
    'principalOf(orgs, caller.uid, user === undefined ? undefined : member, now)',
    "principalOf(orgs, caller.uid, { role: { v: 'viewer', e: 'editor', o: 'owner' }[(caller.token.o as any)?.acme as 'v'] }, now)",
  );
  const claims = { o: { acme: 'o' }, role: 'viewer', cv: 1_000 };
  for (const change of EVERY_CHANGE) {
    attack(`removed, with a token that they never refresh: ${change}`, {
      defence: theDocumentDecides,
      attempt: async (target) => {
        await twoOrganisations(target);
        await target.people({ leaver: {} });
        return changing(target, change, 'leaver', { orgId: 'acme', claims });
      },
    });
  }
  attack('lowered, with a token that they never refresh', {
    defence: theDocumentDecides,
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ lowered: { acme: 'viewer' } });
      return changing(target, 'raises a member', 'lowered', { orgId: 'acme', claims });
    },
  });
  attack('disabled as a member', {
    defence: orgCode(
      'a disabled membership is none',
      'packages/live-claims/src/core/grant.ts',
      'if (disabled !== false) {',
      'if (false as boolean) {',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.store.member('acme', 'owner-of-acme').update({ disabled: true });
      return changing(target, 'raises a member', 'owner-of-acme', { orgId: 'acme' });
    },
  });
  attack('of an account that was deleted, with its last token', {
    defence: orgCode(
      'no users/{uid}, no membership',
      PLAN,
      'user === undefined ? undefined : member',
      'member',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.store.user('owner-of-acme').delete();
      return changing(target, 'raises a member', 'owner-of-acme', { orgId: 'acme' });
    },
  });

  const sessions = orgCode(
    'a session that is over is over in every organisation',
    PLAN,
    "if ('refusal' in found) return { outcome: 'unauthenticated', refusal: found.refusal };",
    "if ('refusal' in found) return null;",
  );
  const ended: Readonly<Record<string, (target: OrgTarget) => Promise<unknown>>> = {
    'of a disabled account': ({ store }) => store.user('owner-of-acme').update({ disabled: true }),
    'signed out everywhere': ({ store }) =>
      store.user('owner-of-acme').update({ sessionsRevokedAt: Timestamp.now() }),
    'in a lockdown': ({ store }) => store.settings.set({ lockdown: true }),
  };
  for (const [how, end] of Object.entries(ended)) {
    attack(how, {
      defence: sessions,
      attempt: async (target) => {
        await twoOrganisations(target);
        await end(target);
        return changing(target, 'raises a member', 'owner-of-acme', { orgId: 'acme' });
      },
    });
  }
});

/** How often two owners go for each other at the same moment. */
const DUELS = 8;

threat('an organisation is left without an owner', '15.4.2', () => {
  const stillAnOwner = orgCode(
    'the caller is still an owner at the commit',
    'packages/live-claims/src/functions/firebase/verified-commit.ts',
    'if (!this.#written.includes(path)) verifyUnchanged(this.#batch, snapshot);',
    '',
  );
  attack(`two owners remove each other at the same moment, ${DUELS} times`, {
    defence: stillAnOwner,
    attempt: async (target) => {
      const { people, call } = target;
      for (let duel = 0; duel < DUELS; duel += 1) {
        const [orgId, a, b] = [`org-${duel}`, `a-${duel}`, `b-${duel}`];
        await people({ [a]: { [orgId]: 'owner' }, [b]: { [orgId]: 'owner' } });
        await Promise.all([
          call(ORG_CALLABLES.removeMember, a, { orgId, uid: b }),
          call(ORG_CALLABLES.removeMember, b, { orgId, uid: a }),
        ]);
        const left = (await target.store.ofOrg(orgId).members.get()).size;
        if (left === 0) return 'got in';
        if (left === 2) throw new Error('Neither owner was removed.');
      }
      return 'was stopped';
    },
  });
  attack('the only one leaves', {
    defence: orgCode(
      'the last owner of an organisation stays',
      PLAN,
      "if (stepsDown && !hasOtherOwner) return { outcome: 'forbidden', reason: 'last-owner' };",
      '',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.call(ORG_CALLABLES.leaveOrg, 'owner-of-acme', { orgId: 'acme' });
      return outcome((await roleIn(target, 'acme', 'owner-of-acme')) === null);
    },
  });
  attack('the only one with an account leaves', {
    defence: orgCode(
      'an owner without an account that can sign in is none',
      PEOPLE,
      'if (member && isOwner(member) && isEnabled && account !== null && !account.disabled)',
      'if (member && isOwner(member) && isEnabled)',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.store.member('acme', 'deleted').set({ role: 'owner', uid: 'deleted' });
      await target.call(ORG_CALLABLES.leaveOrg, 'owner-of-acme', { orgId: 'acme' });
      return outcome((await roleIn(target, 'acme', 'owner-of-acme')) === null);
    },
  });
});

const inviterOfTheOrganisation = orgCode(
  'the inviter’s membership is the one in the organisation that is asked for',
  INVITES,
  'commit.getAll(store.user(caller.uid), store.member(orgId, caller.uid))',
  "commit.getAll(store.user(caller.uid), store.member('acme', caller.uid))",
);

const inviting = (target: OrgTarget, by: string, orgId: string, claims = {}) =>
  target.call(
    ORG_CALLABLES.createOrgInvite,
    by,
    { orgId, email: 'accomplice@example.com', role: 'owner', expiresAt: IN_AN_HOUR() },
    claims,
  );

const hasInvites = async ({ store }: OrgTarget, orgId: string) =>
  outcome((await store.ofOrg(orgId).invites.get()).size > 0);

threat('a person of one organisation has to do with the invites of another', '8.4.1', () => {
  attack('an owner invites to it', {
    defence: inviterOfTheOrganisation,
    attempt: async (target) => {
      await twoOrganisations(target);
      await inviting(target, 'owner-of-acme', 'globex');
      return hasInvites(target, 'globex');
    },
  });
  attack('the top role of the app invites to it', {
    defence: roleOfTheAppIsNone,
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ boss: {} });
      await target.store.user('boss').update({ role: 'owner' });
      await inviting(target, 'boss', 'globex');
      return hasInvites(target, 'globex');
    },
  });
  attack('a removed member, with the token of before, invites an accomplice', {
    defence: orgCode(
      'the membership decides, never the token',
      PLAN,
      'principalOf(orgs, caller.uid, user === undefined ? undefined : member, now)',
      "principalOf(orgs, caller.uid, { role: { o: 'owner' }[(caller.token.o as any)?.acme as 'o'] }, now)",
    ),
    attempt: async (target) => {
      await target.people({ leaver: {} });
      await inviting(target, 'leaver', 'acme', { o: { acme: 'o' }, cv: 1_000 });
      return hasInvites(target, 'acme');
    },
  });
  attack('an owner withdraws one', {
    defence: inviterOfTheOrganisation,
    attempt: async (target) => {
      await twoOrganisations(target);
      const open = { email: SECRET, invitedBy: 'owner-of-globex' };
      const id = await invite(target, 'globex', open);
      const data = { orgId: 'globex', inviteId: id };
      await target.call(ORG_CALLABLES.withdrawOrgInvite, 'owner-of-acme', data);
      return outcome((await target.store.ofOrg('globex').invites.get()).empty);
    },
  });
  attack('an outsider finds out whether an address is invited', {
    defence: orgCode(
      'who may not write invites does not learn whether there is one',
      INVITES,
      "if (mayNot !== null) return { outcome: 'forbidden', reason: mayNot };",
      '',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const there = await invite(target, 'globex', { email: SECRET, invitedBy: 'owner-of-globex' });
      const answers = await Promise.all(
        [there, inviteId('other@example.com')].map((id) =>
          target.call(ORG_CALLABLES.withdrawOrgInvite, 'owner-of-acme', {
            ...{ orgId: 'globex', inviteId: id },
          }),
        ),
      );
      return outcome(JSON.stringify(answers[0]) !== JSON.stringify(answers[1]));
    },
  });
  attack('a member lists the invites to another address, which they name', {
    defence: orgCode(
      'the list is of invites to the caller’s own address',
      `${ORGS}/people-callables.ts`,
      'async (_, { uid }): Promise<{ invites: readonly WaitingInvite[] }> => { const { email } =',
      'async (_, { uid }): Promise<{ invites: readonly WaitingInvite[] }> => { const { email } = (_.data as any) ??',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await invite(target, 'globex', { email: SECRET, invitedBy: 'owner-of-globex' });
      const asked = { email: SECRET };
      const answer = await target.call(ORG_CALLABLES.listMyOrgInvites, 'viewer-of-acme', asked);
      return outcome(answer.ok && JSON.stringify(answer.result).includes('globex'));
    },
  });
  attack('a document of another collection passes as an invite of it', {
    defence: orgCode(
      'an invite is one in its organisation’s own collection',
      INVITES,
      '!document.ref.isEqual(store.ofOrg(orgId).invites.doc(inviteId(address)))',
      'false as boolean',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const email = emailOf('viewer-of-acme');
      const id = await invite(target, 'globex', { email, invitedBy: 'owner-of-acme' });
      const forged = target.store.ofOrg('globex').invites.doc(id);
      const document = (await forged.get()).data() ?? {};
      await forged.delete();
      // Where the app lets its users write.
      await target.store.db.doc(`rooms/globex/invites/${id}`).set(document);
      const answer = await target.call(ORG_CALLABLES.listMyOrgInvites, 'viewer-of-acme', null);
      return outcome(answer.ok && JSON.stringify(answer.result).includes('globex'));
    },
  });
});

const accepting = async (target: OrgTarget, uid: string, orgId: string) => {
  await target.call(ORG_CALLABLES.acceptOrgInvite, uid, { orgId });
  return roleIn(target, orgId, uid);
};

threat('a person accepts what was not offered to them in this organisation', '8.2.1', () => {
  attack('an invite of one organisation, into another of the same inviter', {
    defence: orgCode(
      'an invite is for the organisation in which it stands',
      INVITES,
      'const reference = store.ofOrg(orgId).invites.doc(inviteId(address));',
      "const reference = store.ofOrg('acme').invites.doc(inviteId(address));",
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ consultant: { acme: 'owner', globex: 'owner' } });
      await target.people({ guest: {} });
      await invite(target, 'acme', { email: emailOf('guest'), invitedBy: 'consultant' });
      return outcome((await accepting(target, 'guest', 'globex')) !== null);
    },
  });
  attack('one of an inviter who is an owner elsewhere, and no longer here', {
    defence: orgCode(
      'an inviter’s rank is the one in the organisation of the invite',
      INVITES,
      'commit.getAll(store.user(invitedBy), store.member(orgId, invitedBy))',
      "commit.getAll(store.user(invitedBy), store.member('acme', invitedBy))",
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ guest: {} });
      await invite(target, 'globex', { email: emailOf('guest'), invitedBy: 'owner-of-acme' });
      return outcome((await accepting(target, 'guest', 'globex')) !== null);
    },
  });
  attack('one of an inviter whose role here was lowered', {
    defence: orgCode(
      'an invite gives what its inviter could give at this moment',
      'packages/live-claims/src/functions/invites/offers.ts',
      'return refuseRoleChange(roles, { actor, target, role, expiresAt }) === null;',
      'return true;',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ guest: {} });
      await invite(target, 'acme', { email: emailOf('guest'), invitedBy: 'viewer-of-acme' });
      return outcome((await accepting(target, 'guest', 'acme')) !== null);
    },
  });

  const verified = orgCode(
    'an invite takes an address that Firebase Auth calls verified at this moment',
    'packages/live-claims/src/functions/callables/invite-callables.ts',
    'account?.email != null && account.emailVerified && !account.disabled',
    'account?.email != null && !account.disabled',
  );
  const unverified = async (target: OrgTarget) => {
    await twoOrganisations(target);
    await target.people({ guest: {} });
    await target.auth.updateUser('guest', { email: SECRET, emailVerified: false });
    await invite(target, 'globex', { email: SECRET, invitedBy: 'owner-of-globex' });
  };
  attack('one to an address that they never verified', {
    defence: verified,
    attempt: async (target) => {
      await unverified(target);
      return outcome((await accepting(target, 'guest', 'globex')) !== null);
    },
  });
  attack('or sees in which organisations such an address is invited', {
    defence: verified,
    attempt: async (target) => {
      await unverified(target);
      const answer = await target.call(ORG_CALLABLES.listMyOrgInvites, 'guest', null);
      return outcome(answer.ok && JSON.stringify(answer.result).includes('globex'));
    },
  });
  attack('one that another account with the address has accepted', {
    defence: orgCode(
      'an invite is taken in the commit that gives its role',
      INVITES,
      'commit.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });',
      '',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ first: {}, second: {} });
      const email = emailOf('first');
      await invite(target, 'globex', { email, invitedBy: 'owner-of-globex' });
      if ((await accepting(target, 'first', 'globex')) === null) {
        throw new Error('The invite gave nothing at all.');
      }
      await target.auth.updateUser('first', { email: 'former@example.com' });
      await target.auth.updateUser('second', { email, emailVerified: true });
      return outcome((await accepting(target, 'second', 'globex')) !== null);
    },
  });
  attack('one from before they were removed', {
    defence: orgCode(
      'what takes access away closes the invites of before',
      PEOPLE,
      'const closeInvite = plan.lowersAccess ?',
      'const closeInvite = (false as boolean) ?',
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const uid = 'viewer-of-globex';
      await invite(target, 'globex', { email: emailOf(uid), invitedBy: 'owner-of-globex' });
      const removal = { orgId: 'globex', uid };
      await target.call(ORG_CALLABLES.removeMember, 'owner-of-globex', removal);
      if ((await roleIn(target, 'globex', uid)) !== null) throw new Error('Nothing was removed.');
      return outcome((await accepting(target, uid, 'globex')) !== null);
    },
  });
});

threat('an owner of an organisation acts as one of the app', '8.4.1', () => {
  const noneInTheApp = orgCode(
    'a role in an organisation is none in the app',
    'packages/live-claims/src/functions/guards/principals.ts',
    'return effectiveRole(readGrant(roles, user ?? {}).grant, now);',
    'return effectiveRole(readGrant(roles, (user as any)?.orgs?.acme ?? user ?? {}).grant, now);',
  );
  /** With the entry of their membership in users/{uid}, as the sync leaves it. */
  const copied = async (target: OrgTarget) => {
    await twoOrganisations(target);
    await target.store.user('owner-of-acme').update({ orgs: { acme: { role: 'owner' } } });
  };
  attack('looks whether an address has an account', {
    defence: noneInTheApp,
    attempt: async (target) => {
      await copied(target);
      const data = { email: emailOf('viewer-of-globex') };
      const answer = await target.call(CALLABLES.findAccount, 'owner-of-acme', data);
      return outcome(answer.ok && answer.result?.uid === 'viewer-of-globex');
    },
  });
  attack('invites to the app', {
    defence: noneInTheApp,
    attempt: async (target) => {
      await copied(target);
      const data = { email: SECRET, role: 'viewer', expiresAt: IN_AN_HOUR() };
      const answer = await target.call(CALLABLES.createInvite, 'owner-of-acme', data);
      return outcome(answer.ok || (await target.store.invites.get()).size > 0);
    },
  });
  attack('stops the reconciliation of all accounts', {
    defence: noneInTheApp,
    attempt: async (target) => {
      await copied(target);
      const job = target.store.job('nightly');
      const counts = { step: 1, perSecond: 10, total: 9, seen: 0, changed: 0, skipped: 0 };
      const made = { createdAt: Timestamp.now(), updatedAt: Timestamp.now(), finishedAt: null };
      const rest = { cursor: null, drift: {}, problem: null, startedBy: null };
      await job.set({ kind: 'reconcile', status: 'running', ...counts, ...made, ...rest });
      await target.call(CALLABLES.stopJob, 'owner-of-acme', { jobId: 'nightly' });
      return outcome((await job.get()).get('status') === 'stopped');
    },
  });
  attack('reads the audit log of the app, in which all organisations’ people are', {
    defence: noneInTheApp,
    attempt: async (target) => {
      await copied(target);
      const answer = await target.request('api/audit', 'owner-of-acme');
      return outcome(answer.status === 200);
    },
  });
  attack('changes a role of the app', {
    defence: noneInTheApp,
    attempt: async (target) => {
      await copied(target);
      const data = { uid: 'viewer-of-globex', role: 'editor' };
      await target.call(CALLABLES.setUserRole, 'owner-of-acme', data);
      return outcome((await target.store.user('viewer-of-globex').get()).get('role') === 'editor');
    },
  });
});

threat('what happens in one organisation shows in another', '8.4.1', () => {
  attack('its changes of members, in the log of the other', {
    defence: orgCode(
      'a change stands in the log of its own organisation',
      PEOPLE,
      'createAuditEntry(store.ofOrg(orgId), commit, entryId, plan.entry);',
      "createAuditEntry(store.ofOrg('acme'), commit, entryId, plan.entry);",
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      const data = { orgId: 'globex', uid: 'viewer-of-globex', role: 'editor', reason: SECRET };
      await target.call(ORG_CALLABLES.setMemberRole, 'owner-of-globex', data);
      const log = await target.store.ofOrg('acme').audit.get();
      return outcome(log.size > 0);
    },
  });
  attack('a role there, in the claims of a person of both', {
    defence: orgCode(
      'an entry is copied from the membership of its own organisation',
      'packages/live-claims/src/functions/firebase/firestore-memberships.ts',
      'const orgId = snapshot.ref.parent.parent?.id as string;',
      "const orgId = 'globex';",
    ),
    attempt: async (target) => {
      await twoOrganisations(target);
      await target.people({ both: { acme: 'viewer', globex: 'viewer' } });
      await target.store.user('both').update({ orgs: { globex: { role: 'viewer' } } });
      const data = { orgId: 'acme', uid: 'both', role: 'owner' };
      await target.call(ORG_CALLABLES.setMemberRole, 'owner-of-acme', data);
      const { o } = (await target.auth.getUser('both')).customClaims ?? {};
      return outcome(o?.globex === 'o');
    },
  });
});

type Following = typeof import('../../packages/live-claims/src/functions/sync/follow-edit.ts');
type Syncing = typeof import('../../packages/live-claims/src/functions/sync/sync-user.ts');

const FOLLOW = 'packages/live-claims/src/functions/sync/follow-edit.ts';
const SYNC = 'packages/live-claims/src/functions/sync/sync-user.ts';
/** The defence, whoever asks for it. */
const HEALED = {
  file: 'packages/live-claims/src/functions/orgs/copy-memberships.ts',
  find: 'const wrong = wrongIn(engine.orgs, found, user).map(({ orgId }) => orgId);',
  replace: 'const wrong: string[] = [];',
};

/** A person whose document names a role in globex that no membership gives: by a script that merged what they sent. */
async function withAnEntry() {
  const project = openProject(undefined, orgConfig);
  await project.auth.createUser({ uid: 'me' });
  const me = project.store.user('me');
  await me.set({ role: 'viewer' });
  const before = (await me.get()).data() ?? null;
  await me.update({ orgs: { globex: { role: 'owner' } } });
  const after = sourceOf(project.store, await me.get());
  const hasRole = async () => {
    const { o, role } = (await project.auth.getUser('me')).customClaims ?? {};
    if (role !== 'viewer') throw new Error('Nothing was synced.');
    return outcome(o?.globex !== undefined);
  };
  return { project, edit: { uid: 'me', before, after, authType: 'service_account' }, hasRole };
}

threat('a role in an organisation that no membership gives reaches the claims', '8.2.1', () => {
  attack('by an entry in users/{uid}, where it is followed', {
    defence: moduleCode<Following>('an entry is copied again from its membership', FOLLOW, HEALED),
    attempt: async ({ followEdit }) => {
      const { project, edit, hasRole } = await withAnEntry();
      await followEdit(project.engine, edit, async () => undefined);
      return hasRole();
    },
  });
  attack('by an entry in users/{uid}, where the sync of another edit comes first', {
    defence: moduleCode<Syncing>('an entry is looked up before the claims say it', SYNC, HEALED),
    attempt: async ({ syncUser }) => {
      const { project, hasRole } = await withAnEntry();
      await syncUser(project.engine, 'me');
      return hasRole();
    },
  });
});

threat(
  'an owner of one organisation finds out who is in another, in the directory',
  '8.4.1',
  () => {
    const owner = { role: 'viewer', cv: 1_000, o: { acme: 'o' } };
    const seed = async (target: FirestoreTarget) => {
      await target.seed({
        'users/me': userDocument('viewer', { orgs: { acme: { role: 'owner' } } }),
        'users/victim': userDocument('viewer', { orgs: { globex: { role: 'editor' } } }),
        'settings/access': { lockdown: false, minimumAuthTime: null },
      });
      return target.token('me', owner);
    };
    attack('by the list of all people, with their organisations', {
      defence: rule(
        'a list of users needs people.read',
        "allow list: if canNow('people.read');\n      allow update",
        'allow list: if request.auth.token.o != null;\n      allow update',
      ),
      attempt: async (target) => {
        const token = await seed(target);
        const structuredQuery = { from: [{ collectionId: 'users' }] };
        const { body } = await target.rest(token, 'POST', ':runQuery', { structuredQuery });
        return outcome(JSON.stringify(body).includes('globex'));
      },
    });
    attack('by the document of a person, with their organisations', {
      defence: rule(
        'a user document is read by its owner or with people.read',
        "allow get: if isMe(uid) || canNow('people.read');\n      allow list: if canNow('people.read');\n      allow update",
        "allow get: if isMe(uid) || request.auth.token.o != null;\n      allow list: if canNow('people.read');\n      allow update",
      ),
      attempt: async (target) => {
        const { body } = await target.rest(await seed(target), 'GET', 'users/victim');
        return outcome(JSON.stringify(body).includes('globex'));
      },
    });
  },
);
