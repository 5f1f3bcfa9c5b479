import { CALLABLES } from 'live-claims/core';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { createPerson, db, userDoc } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { type CallAnswer, code, type FunctionsTarget } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { moduleCode } from './support/module-defence.ts';

const CALLS = 'packages/live-claims/src/core/calls.ts';

const roleOf = async (uid: string) => (await userDoc(uid).get()).get('role');

/** An admin sends JSON of their own making for a viewer. */
const sending =
  (
    json: (uid: string) => string,
    won: (uid: string, answer: CallAnswer) => boolean | Promise<boolean>,
  ) =>
  async ({ call }: FunctionsTarget) => {
    const [admin, person] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const token = await idTokenOf(admin);
    const answer = await call(CALLABLES.setUserRole, token, `{"data":${json(person.uid)}}`);
    return outcome(await won(person.uid, answer));
  };

threat('a request contains more than it seems', '2.2.1', () => {
  attack('the name of something that every object inherits, as a role', {
    defence: code(
      'a role is one of the table, to the letter',
      'packages/live-claims/src/core/roles.ts',
      "return typeof value === 'string' && table.ranking.includes(value as Role);",
      'return (value as string) in table.permissions;',
    ),
    attempt: sending(
      (uid) => `{"uid":"${uid}","role":"constructor"}`,
      async (uid) => (await roleOf(uid)) === 'constructor',
    ),
  });

  attack('a list with one role in it', {
    defence: code(
      'a role is one of the table, to the letter',
      'packages/live-claims/src/core/roles.ts',
      "return typeof value === 'string' && table.ranking.includes(value as Role);",
      'return table.ranking.includes(String(value) as Role);',
    ),
    // Of an invite: an edit is refused as well because no claims could be made of it.
    attempt: async ({ call }) => {
      const token = await idTokenOf(await createPerson('admin'));
      const email = `list-${crypto.randomUUID()}@example.com`;
      const expiresAt = Date.now() + 3_600_000;
      await call(CALLABLES.createInvite, token, { email, role: ['editor'], expiresAt });
      const { docs } = await db.collection('invites').where('email', '==', email).get();
      return outcome(docs.some((invite) => Array.isArray(invite.get('role'))));
    },
  });

  attack('unexpected fields, copied into every object (prototype pollution)', {
    defence: moduleCode<typeof import('../../packages/live-claims/src/core/calls.ts')>(
      'a request is read field by field, and an unknown one refuses it',
      CALLS,
      {
        find: `  return v.parse(
    v.strictObject({ uid: uidSchema, ...roleFields(table), endSessions, expected, reason }),
    data,
  );`,
        replace: `  const merge = (into: any, from: any): any => {
    for (const key of Object.keys(from))
      if (typeof from[key] === 'object' && from[key]) merge((into[key] ??= {}), from[key]);
      else into[key] = from[key];
    return into;
  };
  return merge({}, data);`,
      },
    ),
    attempt: async ({ parseSetUserRole }) => {
      const data = JSON.parse('{"uid":"me","role":"viewer","__proto__":{"polluted":true}}');
      try {
        parseSetUserRole(appRoles, data);
      } catch (error) {
        if ((error as Error).name !== 'ValiError') throw error;
      }
      const polluted = 'polluted' in {};
      delete (Object.prototype as { polluted?: boolean }).polluted;
      return outcome(polluted);
    },
  });

  attack('an id with slashes, which leads out of the collection', {
    defence: code(
      'an id stays inside its collection',
      'packages/live-claims/src/core/uids.ts',
      '    /^(?!\\.\\.?$)(?!__.*__$)[^/]+$/.test(value) &&\n',
      '',
    ),
    attempt: async ({ call }) => {
      const [owner, person] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
      const hidden = userDoc(person.uid).collection('private').doc('note');
      await hidden.set({ note: 'no access document' });
      const order = { uid: `${person.uid}/private/note`, role: 'editor' };
      const asked = call(CALLABLES.setUserRole, await idTokenOf(owner), order);
      const [answer] = await Promise.allSettled([asked]);
      const isWritten = (await hidden.get()).get('role') === 'editor';
      // Once it is written, the sync of an account that cannot be fails: no matter.
      if (!isWritten && answer.status === 'rejected') throw answer.reason;
      return outcome(isWritten);
    },
  });

  attack('a reason of a hundred thousand characters, which the audit log keeps for ever', {
    defence: code(
      'a reason has a limit',
      'packages/live-claims/src/core/call-fields.ts',
      'v.pipe(v.string(), v.trim(), v.maxLength(MAX_REASON_LENGTH), clean)',
      'v.string()',
    ),
    attempt: sending(
      (uid) => JSON.stringify({ uid, role: 'editor', reason: 'x'.repeat(100_000) }),
      // Accepted is enough: where the trigger is quicker than the callable, the entry has no reason.
      (_, { ok }) => ok,
    ),
  });

  attack('an end of the grant that no calendar has', {
    defence: code(
      'an end is a whole number that counts',
      CALLS,
      'expiresAt: v.nullish(moment),',
      'expiresAt: v.nullish(v.any()),',
    ),
    attempt: sending(
      (uid) => `{"uid":"${uid}","role":"editor","expiresAt":"99999999999999"}`,
      async (uid) => (await roleOf(uid)) === 'editor',
    ),
  });
});

threat('an outsider finds out which accounts exist', '6.3.8', () => {
  attack('by the answers to a viewer about an existing and a missing account', {
    defence: code(
      'the permission to change users is checked first',
      'packages/live-claims/src/functions/edit/plan-edit.ts',
      "if (reason !== null) return { outcome: 'forbidden', reason };",
      "if (reason !== null && target.data !== null) return { outcome: 'forbidden', reason };",
    ),
    attempt: async ({ call }) => {
      const [viewer, person] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
      const token = await idTokenOf(viewer);
      const told = (uid: string) => call(CALLABLES.setUserRole, token, { uid, role: 'editor' });
      const [existing, missing] = await Promise.all([told(person.uid), told('missing')]);
      return outcome(JSON.stringify(existing) !== JSON.stringify(missing));
    },
  });

  attack('by the answer to withdrawing an invite without the permission', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/invites/write-invite.ts')
    >(
      'the permission to invite is checked first',
      'packages/live-claims/src/functions/invites/write-invite.ts',
      {
        find: "if (mayNot !== null) return { outcome: 'forbidden', reason: mayNot };",
        replace: '',
      },
    ),
    attempt: async ({ withdrawInvite }) => {
      const { uid } = await createPerson('viewer');
      const order = { inviter: { kind: 'person', uid } as const, now: Date.now() };
      const { outcome: told } = await withdrawInvite(
        { store: new Store(db, config), roles: appRoles },
        { ...order, inviteId: 'nothing' },
      );
      return outcome(told === 'not-open');
    },
  });
});
