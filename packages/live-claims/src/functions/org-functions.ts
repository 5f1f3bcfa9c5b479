import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { onDocumentWrittenWithAuthContext } from 'firebase-functions/firestore';
import { isOrgId, isUid } from '../core/index.ts';
import { sourceOf } from './firebase/firestore-documents.ts';
import type { Store } from './firebase/store.ts';
import type { Host } from './host.ts';
import * as log from './log.ts';
import { followMembership } from './orgs/follow-membership.ts';
import { auditMembershipEvent } from './orgs/people-audit.ts';
import { peopleCallables } from './orgs/people-callables.ts';
import type { Source } from './sync/ports.ts';

/** What an app with organisations has besides; nothing for any other. */
export function orgFunctions(host: Host): Partial<ReturnType<typeof functionsOfOrgs>> {
  return host.config.orgs === undefined ? {} : functionsOfOrgs(host);
}

function functionsOfOrgs(host: Host) {
  const { config, optionsOf, listensTo, project } = host;
  const { orgs, members } = config.collections;

  /**
   * Follows every write of a membership, `orgs/{orgId}/members/{uid}`: copies what it says into `users/{uid}.orgs`, and
   * `syncClaims` does the rest. A change by hand gets its entry in the organisation's audit log, and closes an invite of
   * before. The event only says that something changed; the copy reads for itself what. A failed run is redelivered
   * with backoff for 24 hours (`retry`).
   */
  const syncMembership = onDocumentWrittenWithAuthContext(
    {
      ...optionsOf('syncMembership'),
      document: `${orgs}/{orgId}/${members}/{uid}`,
      database: listensTo.database,
      retry: true,
    },
    async ({ data, authType, time }) => {
      if (data === undefined) return;
      const { before, after } = data;
      // As in syncClaims: ids from the snapshot that is there, since the platform garbles the event's parameters.
      const { id: uid, ref } = after.exists ? after : before;
      const orgId = ref.parent.parent?.id;
      if (!isUid(uid) || !isOrgId(orgId)) return log.noMembershipId(orgId ?? '', uid);
      const edit = { orgId, uid, before: before.data() ?? null, after: after.data() ?? null };
      const { store } = project();
      const revisions = { before: revisionOf(store, before), after: revisionOf(store, after) };
      const at = Date.parse(time);
      try {
        await auditMembershipEvent(project(), { orgId, uid, ...revisions, authType, at });
        if (await followMembership(project(), edit)) log.membershipCopied(uid, orgId);
      } catch (error) {
        log.membershipNotCopied(uid, orgId, error);
        throw error;
      }
    },
  );

  return { syncMembership, ...peopleCallables(host) };
}

/** A side of an event. That of a document that is not there has no time to give. */
function revisionOf(store: Store, snapshot: DocumentSnapshot): Source {
  return snapshot.exists ? sourceOf(store, snapshot) : { data: null, version: 0 };
}
