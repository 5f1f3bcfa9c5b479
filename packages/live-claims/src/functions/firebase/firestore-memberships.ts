import { type DocumentSnapshot, FieldValue } from 'firebase-admin/firestore';
import type { MembershipDocuments, StoredMembership } from '../sync/ports.ts';
import { sourceOf } from './firestore-documents.ts';
import type { Store } from './store.ts';
import { isLostRace, verifyUnchanged } from './verified-commit.ts';

/** Firestore as the `MembershipDocuments` that are copied into `users/{uid}`. */
export function firestoreMemberships(store: Store): MembershipDocuments {
  return {
    async read(uid, orgIds) {
      const found = await store.db.getAll(...orgIds.map((orgId) => store.member(orgId, uid)));
      return found.map(membershipOf);
    },

    async readWithUser(uid, orgIds) {
      const members = orgIds.map((orgId) => store.member(orgId, uid));
      const [user, ...found] = (await store.db.getAll(store.user(uid), ...members)) as [
        DocumentSnapshot,
        ...DocumentSnapshot[],
      ];
      return {
        memberships: found.map(membershipOf),
        source: sourceOf(store, user),
        revision: user,
      };
    },

    async write({ uid, entries, memberships, kind, revision }) {
      const { db, names } = store;
      const { orgs } = names.fields;
      const [batch, person] = [db.batch(), store.user(uid)];
      for (const { revision: snapshot } of memberships) {
        verifyUnchanged(batch, snapshot as DocumentSnapshot);
      }
      if (kind === 'create') {
        batch.create(person, { [orgs]: entries });
      } else if (kind === 'clear') {
        const { updateTime } = revision as DocumentSnapshot;
        if (updateTime === undefined) return false;
        batch.update(person, { [orgs]: FieldValue.delete() }, { lastUpdateTime: updateTime });
      } else {
        // Ids of organisations have no dots. What the field was before, if it was no map, goes.
        const changes = Object.entries(entries).map(([orgId, entry]) => [
          `${orgs}.${orgId}`,
          entry ?? FieldValue.delete(),
        ]);
        batch.update(person, Object.fromEntries(changes));
      }
      try {
        await batch.commit();
        return true;
      } catch (error) {
        if (isLostRace(error)) return false;
        throw error;
      }
    },
  };
}

function membershipOf(snapshot: DocumentSnapshot): StoredMembership {
  const orgId = snapshot.ref.parent.parent?.id as string;
  return { orgId, data: snapshot.data() ?? null, revision: snapshot };
}
