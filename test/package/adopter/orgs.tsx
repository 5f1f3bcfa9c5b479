import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import { defineConfig, defineRoles } from 'live-claims/core';
import { createLiveClaimsReact } from 'live-claims/react';
import { additionalClaims, can, createLiveClaims } from 'live-claims/web';
import { roles } from './live-claims.config.js';

const config = defineConfig({
  roles,
  can: { grantRoles: 'users.manage' },
  orgs: {
    roles: defineRoles({
      ranking: ['viewer', 'manager'],
      permissions: { viewer: ['notes.read'], manager: ['notes.read', 'members.manage'] },
      initialRole: null,
    }),
    can: { grantRoles: 'members.manage' },
  },
});

const org = createLiveClaimsReact<typeof config>();

/** An app with organisations: the same package, and types that come from the configuration. */
export function open(auth: Auth, firestore: Firestore) {
  const claims = createLiveClaims({ auth, firestore, config, additional: additionalClaims });
  const role: 'viewer' | 'manager' | undefined = claims.getSnapshot().orgs.acme?.role;
  const mayRead: boolean = can(claims.getSnapshot(), 'notes.read', { in: 'acme' });
  // @ts-expect-error: a permission in organisations is asked for in one.
  can(claims.getSnapshot(), 'notes.read');
  const page = <org.LiveClaimsProvider client={claims} />;
  return { role, mayRead, page };
}

export function Members({ orgId }: { orgId: string | undefined }) {
  const mayManage = org.useCan('members.manage', { in: orgId });
  return (
    <org.Can permission="notes.read" in={orgId}>
      {mayManage ? 'Manage' : 'Read'}
    </org.Can>
  );
}
