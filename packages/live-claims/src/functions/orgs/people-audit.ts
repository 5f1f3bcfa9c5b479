import { isDeepStrictEqual } from 'node:util';
import { isUid, type Milliseconds, parseUserProfile } from '../../core/index.ts';
import { auditStateOf, createAuditEntry } from '../firebase/audit-entry.ts';
import { readAccount } from '../firebase/known-account.ts';
import { type Commit, commitVerified } from '../firebase/verified-commit.ts';
import { actorOf } from '../sync/follow-edit.ts';
import type { Source } from '../sync/ports.ts';
import {
  changeOfRevision,
  type OrgProject,
  orgTableOf,
  readOrgInvitesToClose,
} from './people-edit.ts';
import { lowersAccess, typeOfChange } from './plan-membership.ts';

/** What an event says about a write of a membership. */
export interface MembershipEvent {
  readonly orgId: string;
  readonly uid: string;
  /** The two revisions, under the default names; data null where there was none. */
  readonly before: Source;
  readonly after: Source;
  /** The platform's word for who wrote: `unknown` for the Firebase console. */
  readonly authType: string | undefined;
  /** When it was written, in milliseconds since the Unix epoch. */
  readonly at: Milliseconds;
}

/**
 * Writes a change of a membership by hand into the organisation's audit log, once, however often its event comes. One
 * that took access away closes the open invite of before to the member, so call it before the membership is copied:
 * until then no invite to them is accepted. A change through the door has its entry already; one that leaves access as
 * it was costs nothing.
 *
 * @returns whether an entry was written.
 * @throws {CommitContention} and whatever Firebase rejects with; the event has to be delivered again then.
 */
export async function auditMembershipEvent(
  project: OrgProject,
  event: MembershipEvent,
): Promise<boolean> {
  const [before, after] = [event.before, event.after].map(({ data }) =>
    auditStateOf(data ?? undefined),
  ) as [ReturnType<typeof auditStateOf>, ReturnType<typeof auditStateOf>];
  if (isDeepStrictEqual(before, after)) return false;
  if (event.before.data === null && (await isAddedByDoor(project, event))) return false;

  const { store } = project;
  const { orgId, uid } = event;
  const org = store.ofOrg(orgId);
  const id =
    event.before.data === null
      ? additionAt(uid, event.after.version)
      : changeOfRevision(uid, event.before.version);
  const data = event.after.data ?? event.before.data;
  const { displayName: name, email } = parseUserProfile(data);
  const { value } = await commitVerified(store.db, async (commit) => {
    const [entry] = await commit.getAll(org.audit.doc(id));
    if (entry?.exists) return false;
    const close = await readClosing(project, commit, event);
    const actor = actorOf(event.authType);
    const type = typeOfChange(before, after);
    createAuditEntry(org, commit, id, {
      ...{ type, uid, name, email, before, after, actor },
      outcome: 'applied',
    });
    close?.({ actor, reason: null });
    return true;
  });
  return value;
}

/** Id of the entry of a membership that was added by hand: not that of the change that ends the same revision. */
const additionAt = (uid: string, version: number): string => `added-${version}-${uid}`;

/** Whether a new membership comes from a change that has its entry: it has the change's id. */
async function isAddedByDoor(
  { store }: OrgProject,
  { orgId, uid, after }: MembershipEvent,
): Promise<boolean> {
  const changeId = after.data?.changeId;
  if (!isUid(changeId)) return false;
  const entry = await store.ofOrg(orgId).audit.doc(changeId).get();
  return entry.get('uid') === uid;
}

async function readClosing(project: OrgProject, commit: Commit, event: MembershipEvent) {
  const { orgId, uid, before, after, at } = event;
  const { role, disabled } = auditStateOf(after.data ?? undefined) ?? {
    role: null,
    disabled: false,
  };
  if (!lowersAccess(orgTableOf(project), before.data, { role, disabled })) return null;
  const account = await readAccount(project.auth, { uid });
  const emails = [parseUserProfile(before.data).email, account?.email];
  return readOrgInvitesToClose(project.store, commit, orgId, emails, at);
}
