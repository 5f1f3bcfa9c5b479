/* What the lab runs where it measures organisations: the functions of an app that has them, and nothing else. */
import { initializeApp } from 'firebase-admin/app';
import { liveClaims } from 'live-claims/functions';
import { orgApp } from '../orgs/org-app.ts';

initializeApp();

const access = liveClaims(orgApp);

export const { syncClaims, syncMyClaims } = access.sync;
export const { syncMembership, setMemberRole } = access.orgs;
