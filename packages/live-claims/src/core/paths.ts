import type { Collections } from './names.ts';
import { isOrgId } from './orgs.ts';
import { isUid } from './uids.ts';

/** Every id passes this check before it becomes part of a path. */
function checked(uid: string): string {
  if (!isUid(uid)) throw new TypeError(`${JSON.stringify(uid)} is no account id.`);
  return uid;
}

function checkedOrg(orgId: string): string {
  if (!isOrgId(orgId)) throw new TypeError(`${JSON.stringify(orgId)} is no id of an organisation.`);
  return orgId;
}

/**
 * Paths of the documents of live-claims in a database.
 *
 * @example const paths: Paths = pathsOf(config.collections);
 */
export interface Paths {
  /**
   * The document that admins edit: the source of a person's access.
   *
   * @throws {TypeError} when it is not an account id: it could name another account's document.
   */
  readonly user: (uid: string) => string;
  /**
   * The marker, which clients listen to: what the person's claims were last set to.
   *
   * @throws {TypeError} when it is not an account id.
   */
  readonly marker: (uid: string) => string;
  /**
   * The row of a person in the directory.
   *
   * @throws {TypeError} when it is not an account id.
   */
  readonly row: (uid: string) => string;
  /**
   * The collection of what the sessions of a person have taken.
   *
   * @throws {TypeError} when it is not an account id.
   */
  readonly clients: (uid: string) => string;
  /** An entry of the audit log, by the id of its change. */
  readonly auditEntry: (id: string) => string;
  /** A job: how far work on many accounts has got. */
  readonly job: (jobId: string) => string;
  /** The collection of the accounts that a job skipped. */
  readonly skipped: (jobId: string) => string;
  /** A document with some of the changes that a job makes. */
  readonly changes: (jobId: string, number: number) => string;
  /**
   * The membership of a person in an organisation: the source of what they may do there.
   *
   * @throws {TypeError} when one of the two is no id.
   */
  readonly member: (orgId: string, uid: string) => string;
  /**
   * The collections below an organisation: its members, its open invites, and what happened in it.
   *
   * @throws {TypeError} when it is not an id of an organisation.
   */
  readonly ofOrg: (orgId: string) => { members: string; invites: string; audit: string };
  /** The access settings, which hold for all users. */
  readonly settings: string;
}

/**
 * The paths for an app's collections.
 *
 * @example pathsOf(config.collections).user('ada'); // 'users/ada'
 */
export function pathsOf(collections: Collections): Paths {
  const { users, markers, audit, settings, jobs, skipped, changes } = collections;
  const { orgs, members, invites, directory, clients } = collections;
  const below = (orgId: string) => `${orgs}/${checkedOrg(orgId)}`;
  return {
    user: (uid) => `${users}/${checked(uid)}`,
    marker: (uid) => `${markers}/${checked(uid)}`,
    row: (uid) => `${directory}/${checked(uid)}`,
    clients: (uid) => `${markers}/${checked(uid)}/${clients}`,
    auditEntry: (id) => `${audit}/${id}`,
    job: (jobId) => `${jobs}/${jobId}`,
    skipped: (jobId) => `${jobs}/${jobId}/${skipped}`,
    changes: (jobId, number) => `${jobs}/${jobId}/${changes}/${number}`,
    member: (orgId, uid) => `${below(orgId)}/${members}/${checked(uid)}`,
    ofOrg: (orgId) => ({
      members: `${below(orgId)}/${members}`,
      invites: `${below(orgId)}/${invites}`,
      audit: `${below(orgId)}/${audit}`,
    }),
    settings: `${settings}/access`,
  };
}
