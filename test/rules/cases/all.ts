import type { Check } from '../support/check.ts';
import { lockdownKeepers, lockdowns, minimums } from './access-settings.ts';
import { elsewhere } from './elsewhere.ts';
import { orgPosts } from './org-posts.ts';
import { postEdits } from './post-edits.ts';
import { profileEdits } from './profile-edits.ts';
import { receipts } from './receipts.ts';
import { tokenAges } from './token-age.ts';
import { claims, documents, markers, sessions, shadows, tenants } from './unreadable-access.ts';

/** What goes into detail beside docs/rules-matrix.md, by subject. */
export const cases: Readonly<Record<string, readonly Check[]>> = {
  'what a token claims': claims,
  'what a marker says': markers,
  'claims that a session has of its own': shadows,
  'accounts of tenants': tenants,
  'what users/{uid} says': documents,
  'ends of sessions against sign-ins': sessions,
  'lockdowns, meant or unreadable': lockdowns,
  'who passes a lockdown': lockdownKeepers,
  'minimumAuthTime against sign-ins': minimums,
  'the age of a token': tokenAges,
  'edits of a profile': profileEdits,
  'edits of a post': postEdits,
  'posts of organisations': orgPosts,
  'receipts of sessions': receipts,
  'what the rules do not name': elsewhere,
};
