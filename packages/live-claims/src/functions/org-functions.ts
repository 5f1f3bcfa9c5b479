import { onDocumentWritten } from 'firebase-functions/firestore';
import { isOrgId, isUid } from '../core/index.ts';
import type { Host } from './host.ts';
import * as log from './log.ts';
import { followMembership } from './orgs/follow-membership.ts';
import { peopleCallables } from './orgs/people-callables.ts';

/** What an app with organisations has besides; nothing for any other. */
export function orgFunctions(host: Host): Partial<ReturnType<typeof functionsOfOrgs>> {
  return host.config.orgs === undefined ? {} : functionsOfOrgs(host);
}

function functionsOfOrgs(host: Host) {
  const { config, optionsOf, listensTo, project } = host;
  const { orgs, members } = config.collections;

  /**
   * Follows every write of a membership, `orgs/{orgId}/members/{uid}`: copies what it says into `users/{uid}.orgs`, and
   * `syncClaims` does the rest. The event only says that something changed; the copy reads for itself what. A failed
   * run is redelivered with backoff for 24 hours (`retry`).
   */
  const syncMembership = onDocumentWritten(
    {
      ...optionsOf('syncMembership'),
      document: `${orgs}/{orgId}/${members}/{uid}`,
      database: listensTo.database,
      retry: true,
    },
    async ({ data }) => {
      if (data === undefined) return;
      const { before, after } = data;
      // As in syncClaims: ids from the snapshot that is there, since the platform garbles the event's parameters.
      const { id: uid, ref } = after.exists ? after : before;
      const orgId = ref.parent.parent?.id;
      if (!isUid(uid) || !isOrgId(orgId)) return log.noMembershipId(orgId ?? '', uid);
      const edit = { orgId, uid, before: before.data() ?? null, after: after.data() ?? null };
      try {
        if (await followMembership(project(), edit)) log.membershipCopied(uid, orgId);
      } catch (error) {
        log.membershipNotCopied(uid, orgId, error);
        throw error;
      }
    },
  );

  return { syncMembership, ...peopleCallables(host) };
}
