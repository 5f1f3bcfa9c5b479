import type { App } from 'firebase-admin/app';
import { liveClaims } from '../../../packages/live-claims/src/functions/index.ts';
import { orgConfig } from '../../../packages/live-claims/src/testing/org-config.ts';

/** What an app with organisations exports, on the Admin SDK's app of one test. */
export function functionsOn(app: App) {
  const access = liveClaims(orgConfig, { app: () => app });
  const { stopJob } = access.jobs;
  const { users, invites, orgs } = access;
  return { ...users, ...invites, ...orgs, stopJob, api: access.api() };
}
