import { initializeApp } from 'firebase-admin/app';
import { defineInt } from 'firebase-functions/params';
import { liveClaims } from 'live-claims/functions';
import config from './live-claims.config.ts';
import { posts } from './posts.ts';

initializeApp();

/**
 * How many accounts all jobs together may change a second. Firebase Auth takes 10 account updates a
 * second per project; set more in `functions/.env` when Google has raised that for yours.
 */
const accountsPerSecond = defineInt('JOB_ACCOUNTS_PER_SECOND', {
  default: 10,
  description: 'How many accounts a reconciliation or bulk change may change a second.',
});

const access = liveClaims(config, { accountsPerSecond: () => accountsPerSecond.value() });

export const { syncClaims, syncMyClaims } = access.sync;
export const { provisionUser, onAccountCreated, forgetUser } = access.provisioning;
export const { setUserRole, setUserDisabled, endSessions, deleteUser, findAccount, undoChange } =
  access.users;
export const { createInvite, createInvites, resendInvite, withdrawInvite, acceptInvite } =
  access.invites;
export const { setAccessSettings } = access.settings;
export const { runJob, reconcileClaims, expireGrants, bulkSetRoles, bulkEdit, stopJob } =
  access.jobs;
export const { syncMembership } = access.orgs;
export const { setMemberRole, setMemberDisabled, removeMember, leaveOrg } = access.orgs;
export const { createOrgInvite, withdrawOrgInvite, listMyOrgInvites, acceptOrgInvite } =
  access.orgs;
export const api = access.api(posts);
