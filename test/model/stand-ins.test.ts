import {
  MemoryBackend,
  NEW_ACCOUNT,
} from '../../packages/live-claims/src/testing/memory-backend.ts';
import { describeContract } from '../support/contract-tests.ts';

describeContract('The stand-ins of the model check', () => {
  const backend = new MemoryBackend();
  return {
    accounts: backend.accounts,
    documents: backend.documents,
    memberships: backend.memberships,
    writeMembership: async (uid, orgId, data) => backend.editMembership(uid, orgId, data),
    createAccount: async (uid) => void backend.accountsById.set(uid, NEW_ACCOUNT),
    deleteAccount: async (uid) => void backend.accountsById.delete(uid),
    writeUser: async (uid, data) => void backend.edit(uid, data),
    commitRole: (uid, role, changeId, expected) =>
      backend.commitRole(uid, {
        ...{ actor: 'ada', role, changeId },
        ...(expected !== undefined && { expected }),
      }),
    async countAuditEntries(uid) {
      const published = backend.audit.filter(
        (entry) => entry.uid === uid && entry.audit.kind === 'entry',
      );
      return published.length + (backend.entries.get(uid)?.length ?? 0);
    },
  };
});
