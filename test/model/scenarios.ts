import { timestampAt } from 'live-claims/core';
import { type Act, type Fields, type Scenario, scenario } from './scenario.ts';

const editor: Act = { edit: { role: 'editor' } };
const admin: Act = { edit: { role: 'admin' } };
const viewer: Act = { edit: { role: 'viewer' } };
const noRole: Act = { edit: { role: null } };
const deleted: Act = { edit: null };
const unreadable: Act = { edit: { role: 'Editor ' } };
const disabled: Act = { edit: { role: 'editor', disabled: true } };
const unreadableSwitch: Act = { edit: { role: 'editor', disabled: 'yes' } };
const tampered: Act = { tamper: { role: 'owner' } };
const limited: Act = { edit: { role: 'editor', roleExpiresAt: timestampAt(2e9) } };
/** The second in which the model begins: every client has signed in before it. */
const NOW = timestampAt(1);
const signedOut: Act = { edit: { role: 'viewer', sessionsRevokedAt: NOW } };
const demotedAndOut: Act = { edit: { role: null, sessionsRevokedAt: NOW } };
const unreadableAndOut: Act = { edit: { role: 'Editor ', sessionsRevokedAt: NOW } };

/** A user without account, document and marker. */
const newcomer = { user: null, account: false };

const owner = { role: 'owner' };
const member = { role: 'editor' };
const joins = (org: string, is: Fields = member): Act => ({ member: org, is });
const leaves = (org: string): Act => ({ member: org, is: null });
/** Roles that no membership has. */
const forged: Act = { set: { orgs: { acme: owner } } };
const putBack: Act = { set: { orgs: { acme: member } } };
const emptied: Act = { set: { orgs: {} } };
const forgedAgain: Act = { set: { orgs: { acme: member, bolt: owner } } };

/** A killed process and a repeated delivery, wherever they can fall. */
const rough = { crashes: 1, duplicates: 1 };

/**
 * Explored to the last state: the small ones, up to some 30,000 states, in every `npm test`, the
 * others in `npm run test:model`, the large ones, of up to several millions, with `--long` only.
 */
export const SCENARIOS: Readonly<Record<'small' | 'medium' | 'large', readonly Scenario[]>> = {
  small: [
    scenario('one edit, anything goes wrong', [[editor]], { ...rough, crashes: 2, faults: 2 }),
    scenario('grant, then revoke, in turn', [[editor, noRole]], { handlers: 1, duplicates: 2 }),
    scenario('grant, then revoke, at once', [[editor, noRole]], {}),
    scenario('revoke, then grant, at once', [[noRole, editor]], {}),
    scenario('revoke, and back to what it was', [[noRole, viewer]], {}),
    scenario('three edits in turn', [[editor, noRole, admin]], { handlers: 1, duplicates: 1 }),
    scenario('edit, then delete', [[editor, deleted]], {}),
    scenario('delete, then re-create', [[deleted, editor]], {}),
    scenario('valid, then unreadable', [[editor, unreadable]], {}),
    scenario('unreadable, then valid', [[unreadable, editor]], { duplicates: 1 }),
    scenario(
      'an edit of something else',
      [[editor, { edit: { role: 'editor', email: 'a@b.c' } }]],
      { handlers: 1, duplicates: 2 },
    ),
    scenario('disable, then enable', [[disabled, viewer]], {}),
    scenario('a grant with an end', [[limited, editor]], {}),
    scenario('the event of an end that is taken back is lost', [[limited, editor]], { lost: 1 }),
    scenario('an unreadable `disabled`', [[unreadableSwitch]], { crashes: 1 }),
    scenario(
      'granted and taken back, while other code writes old claims back',
      [[editor, viewer], [{ foreignClaim: 'beta' }]],
      { handlers: 1, crashes: 1 },
    ),
    scenario('other code sets claims', [[editor], [{ foreignClaim: 'beta' }]], rough),
    scenario('a document before its account', [[editor, { account: 'create' }]], {
      ...rough,
      user: null,
      account: false,
    }),
    scenario('an account goes', [[editor, { account: 'delete' }, deleted]], {}),
    scenario('claims from nowhere', [[{ claims: { role: 'owner' } }, editor]], rough),
    scenario('claims from the future', [[{ claims: { role: 'owner', cv: 9e15 } }, editor]], rough),
    scenario('claims tampered with, twice', [[editor, tampered, tampered]], {
      handlers: 1,
      duplicates: 2,
    }),
    scenario('an account goes, and its document stays', [[editor], [{ account: 'delete' }]], {}),
    scenario('disabled without a role, and deleted', [[disabled, deleted]], {
      user: null,
      crashes: 1,
      handlers: 1,
    }),
    scenario('a callable is killed, and the trigger takes over', [[{ call: 'admin' }]], {
      crashes: 1,
      reconciler: false,
    }),
    scenario('a client of a disabled user', [[disabled]], { clients: 1, faults: 1 }),
    scenario('a client of a disabled user without a role', [[disabled]], {
      user: { role: null },
      clients: 1,
    }),
    scenario('overwritten while unreadable', [[editor, unreadable, { claims: {} }]], {
      handlers: 1,
      duplicates: 1,
    }),
    scenario('disabled, with failures', [[disabled]], { faults: 2 }),
    scenario('a client has claims that were tampered with', [[editor, tampered]], {
      clients: 1,
      handlers: 1,
    }),
    scenario('signed out everywhere, anything goes wrong', [[signedOut]], { ...rough, faults: 1 }),
    scenario('demoted and signed out, at once', [[demotedAndOut]], { ...rough, faults: 1 }),
    scenario('signed out, and then an edit that forgets it', [[signedOut, editor]], {}),
    scenario('signed out with an unreadable role', [[unreadableAndOut]], { crashes: 1 }),
    scenario('a user without a role is signed out', [[demotedAndOut]], {
      user: { role: null },
      clients: 1,
    }),
    scenario('a new user is signed out', [[{ edit: { sessionsRevokedAt: NOW } }]], {
      user: null,
      crashes: 1,
    }),
    scenario('a client of a user who is signed out', [[demotedAndOut]], {
      clients: 1,
      faults: 1,
    }),
    scenario('an event is lost', [[editor, noRole]], { lost: 1 }),
    scenario('two clients see a grant', [[editor]], { clients: 2, timers: 1 }),
    scenario('a client sees grant and revoke', [[editor, noRole]], {
      clients: 1,
      timers: 1,
      faults: 1,
      handlers: 1,
    }),
    scenario('a client gets overwritten claims repaired', [[editor, { claims: { tenant: 1 } }]], {
      clients: 1,
      handlers: 1,
      reconciler: false,
    }),
    scenario('a new user signs up', [[{ signUp: true }]], { ...newcomer, ...rough, faults: 1 }),
    scenario('demoted while signing up', [[{ signUp: true }], [noRole]], {
      ...newcomer,
      handlers: 1,
    }),
    scenario('disabled while signing up', [[{ signUp: true }], [disabled]], {
      ...newcomer,
      handlers: 1,
    }),
    scenario('deleted while signing up', [[{ signUp: true }], [deleted]], {
      ...newcomer,
      handlers: 1,
    }),
    scenario('disabled by hand', [[{ lock: true }], [admin]], { handlers: 1, duplicates: 1 }),
    scenario('disabled by hand, and enabled', [[{ lock: true }, { lock: false }], [editor]], {
      handlers: 1,
    }),
    scenario('a job, and a later decision', [[{ job: 'admin' }], [noRole]], {
      handlers: 1,
      crashes: 1,
    }),
    scenario('an unreadable marker', [[{ marker: 'unreadable' }], [editor]], { handlers: 1 }),
    scenario('an unreadable marker of an unreadable document', [
      [unreadable, { marker: 'unreadable' }],
    ]),
    scenario('a marker is deleted', [[{ marker: 'deleted' }], [noRole]], { handlers: 1 }),
    scenario('a marker of the future', [[{ marker: { version: 9e15 } }], [noRole]], {
      handlers: 1,
    }),
    scenario('a marker that goes on alone', [[{ marker: { version: 1_500_000 } }], [noRole]], {
      handlers: 1,
    }),
    scenario('a marker of another role', [[{ marker: { role: 'owner' } }], [editor]], {
      handlers: 1,
    }),
    scenario('restored from a backup', [[noRole, { restore: true }]], { handlers: 1 }),
    scenario('restored from a backup, and edited', [[editor, { restore: true }, noRole]], {
      handlers: 1,
    }),
    scenario('a commit that took effect and says no', [[editor, noRole]], {
      handlers: 1,
      faults: 2,
    }),
    scenario('a client sees claims overwritten', [[editor], [{ foreignClaim: 'beta' }]], {
      clients: 1,
      handlers: 1,
    }),
    scenario('a user joins an organisation, anything goes wrong', [[joins('acme')]], {
      ...rough,
      faults: 1,
    }),
    scenario('two memberships at once', [[joins('acme')], [joins('bolt')]], { handlers: 2 }),
    scenario('two memberships in turn, twice', [[joins('acme'), joins('bolt')]], {
      handlers: 1,
      duplicates: 2,
    }),
    scenario('one membership goes as another comes', [[leaves('acme')], [joins('bolt')]], {
      members: { acme: owner },
    }),
    scenario('joined, and removed at once', [[joins('acme', owner), leaves('acme')]], {}),
    scenario(
      'demoted in an organisation, and back',
      [[joins('acme', member), joins('acme', owner)]],
      {
        members: { acme: owner },
      },
    ),
    scenario(
      'joined and removed, while other code writes old claims back',
      [[joins('acme'), leaves('acme')], [{ foreignClaim: 'beta' }]],
      { handlers: 1, crashes: 1 },
    ),
    scenario('a membership and a role at once', [[joins('acme')], [{ set: { role: 'editor' } }]], {
      handlers: 2,
    }),
    scenario('the map is edited by hand', [[forged]], { members: { acme: member }, ...rough }),
    scenario('the map is edited by hand twice', [[forged, forgedAgain]], {
      members: { acme: member },
      handlers: 1,
      duplicates: 1,
    }),
    scenario(
      'the map is edited by hand while a role changes',
      [[{ set: { role: 'editor' } }], [forged]],
      { members: { acme: member }, handlers: 1, crashes: 1 },
    ),
    scenario('the map is put back by hand as a membership goes', [[putBack], [leaves('acme')]], {
      members: { acme: member },
    }),
    scenario('the map is emptied by hand as a membership comes', [[emptied], [joins('acme')]]),
    scenario('the document is deleted as a membership comes', [[deleted], [joins('acme')]], {
      handlers: 1,
    }),
    scenario('the map is emptied by hand', [[emptied]], {
      members: { acme: member, bolt: owner },
      crashes: 1,
    }),
    scenario('the map is edited by hand as a membership goes', [[forged], [leaves('acme')]], {
      members: { acme: member },
      handlers: 1,
    }),
    scenario('the document of a member is deleted', [[deleted]], {
      members: { acme: member },
      crashes: 1,
    }),
    scenario('a member without a document', [[joins('acme')]], { user: null, ...rough }),
    scenario('a membership that cannot be read', [[joins('acme', { role: 'Editor ' })]], {
      members: { acme: owner, bolt: member },
      crashes: 1,
    }),
    scenario('a member is disabled', [[{ set: { disabled: true } }], [leaves('acme')]], {
      members: { acme: owner, bolt: member },
      handlers: 1,
    }),
    scenario('the event of a membership is lost', [[joins('acme'), leaves('bolt')]], {
      members: { bolt: owner },
      handlers: 1,
      lost: 1,
    }),
    scenario('a client of a member who is removed', [[leaves('acme')]], {
      members: { acme: owner },
      clients: 1,
      handlers: 1,
    }),
  ],
  medium: [
    scenario('two memberships at once, killed', [[joins('acme')], [joins('bolt')]], {
      handlers: 2,
      crashes: 1,
    }),
    scenario('disabled by hand, and enabled by call', [[{ lock: true }, { enable: true }]], {
      handlers: 1,
      duplicates: 1,
    }),
    scenario('enabled by call, killed', [[{ lock: true }, { enable: true }]], {
      handlers: 1,
      crashes: 1,
    }),
    scenario('a callable alone', [[{ call: 'admin' }]], { crashes: 1 }),
    scenario('edit, then delete, killed', [[editor, deleted]], { crashes: 1 }),
    scenario('disable, then enable, twice', [[disabled, viewer]], { duplicates: 1 }),
    scenario('grant, then revoke, killed', [[editor, noRole]], { crashes: 1 }),
  ],
  large: [
    scenario(
      'enabled by call and disabled by an edit',
      [[{ lock: true }, { enable: true }], [disabled]],
      {
        handlers: 1,
      },
    ),
    scenario('edit, disable, enable', [[editor, disabled, viewer]], {}),
    scenario('grant, then revoke', [[editor, noRole]], { crashes: 2, duplicates: 2 }),
    scenario('revoke, then grant', [[noRole, editor]], { crashes: 2, duplicates: 2 }),
    scenario('edit, then delete, with all that can happen', [[editor, deleted]], rough),
    scenario('delete, then re-create, with all that can happen', [[deleted, editor]], rough),
    scenario('valid, then unreadable, with all that can happen', [[editor, unreadable]], {
      ...rough,
      faults: 1,
    }),
    scenario('unreadable, then valid, with all that can happen', [[unreadable, editor]], {
      ...rough,
      faults: 1,
    }),
    scenario('disable, then enable, with all that can happen', [[disabled, viewer]], rough),
    scenario('three edits, two handlers', [[editor, noRole, admin]], {}),
    scenario('two edits, three handlers', [[editor, noRole]], { handlers: 3, duplicates: 1 }),
    scenario('other code sets claims meanwhile', [[editor, noRole], [{ foreignClaim: 'beta' }]], {
      crashes: 1,
    }),
    scenario('a callable alone, killed twice', [[{ call: 'admin' }]], { crashes: 2 }),
    scenario('revoke, and back to what it was, with all that can happen', [[noRole, viewer]], {
      crashes: 2,
      duplicates: 1,
    }),
    scenario('a callable and an edit by turns', [[{ call: 'admin' }], [editor]], { handlers: 1 }),
    scenario('a callable and a revoke, killed', [[{ call: 'admin' }], [noRole]], {
      handlers: 1,
      crashes: 1,
    }),
    scenario('two clients see grant and revoke', [[editor, noRole]], { clients: 2, timers: 0 }),
    scenario('two clients, two handlers, a kill', [[editor, noRole]], {
      clients: 1,
      timers: 0,
      crashes: 1,
    }),
  ],
};

export const ALL_SCENARIOS: readonly Scenario[] = Object.values(SCENARIOS).flat();
