import { beforeEach, describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { MemoryBackend, NEW_ACCOUNT } from '../../testing/memory-backend.ts';
import { SyncContention, type SyncEngine, type SyncOptions, syncUser } from './sync-user.ts';

const UID = 'mia';

let backend: MemoryBackend;
let engine: SyncEngine;

beforeEach(() => {
  backend = new MemoryBackend();
  backend.accountsById.set(UID, NEW_ACCOUNT);
  engine = { roles: appRoles, accounts: backend.accounts, documents: backend.documents };
});

const sync = (options: SyncOptions = {}) => syncUser(engine, UID, options);
const claims = () => backend.accountsById.get(UID)?.claims;
const marker = () => backend.markers.get(UID);

/** Runs `act` once, ahead of the n-th time that the sync is about to do `operation`. */
function ahead(operation: string, act: () => void | Promise<void>, n = 1): void {
  let left = n;
  backend.before = async (name) => {
    if (name === operation && --left === 0) await act();
  };
}

describe('syncUser', () => {
  it('applies an edit with one claims write, one marker and one audit entry', async () => {
    const version = backend.edit(UID, { role: 'editor' });
    const result = await sync();
    expect(result).toEqual({
      version,
      role: 'editor',
      status: 'applied',
      problem: null,
      changed: true,
    });
    expect(claims()).toEqual({ role: 'editor', cv: version });
    expect(marker()).toMatchObject({ version, role: 'editor', status: 'applied' });
    expect(backend.count('accounts.setClaims')).toBe(1);
    expect(backend.count('documents.publish')).toBe(1);
    expect(backend.audit).toHaveLength(1);
  });

  it('writes the marker only after the claims, so that a client that gets it finds them', async () => {
    backend.edit(UID, { role: 'editor' });
    await sync();
    const { operations } = backend;
    expect(operations.indexOf('accounts.setClaims')).toBeLessThan(
      operations.indexOf('documents.publish'),
    );
  });

  it('does nothing the second time', async () => {
    backend.edit(UID, { role: 'editor' });
    await sync();
    const again = await sync();
    expect(again.changed).toBe(false);
    expect(backend.count('accounts.setClaims')).toBe(1);
    expect(backend.count('documents.publish')).toBe(1);
  });

  it('applies the newest revision, whichever event woke it', async () => {
    backend.edit(UID, { role: 'admin' });
    const version = backend.edit(UID, { role: 'viewer' });
    await sync();
    expect(claims()).toEqual({ role: 'viewer', cv: version });
  });

  it.each(['accounts.read', 'accounts.setClaims', 'documents.publish', 'documents.readSource'])(
    'takes in an edit that falls ahead of %s',
    async (operation) => {
      backend.edit(UID, { role: 'admin' });
      let version = 0;
      ahead(operation, () => {
        version = backend.edit(UID, { role: 'viewer' });
      });
      await sync();
      expect(claims()).toEqual({ role: 'viewer', cv: version });
      expect(marker()).toMatchObject({ version, role: 'viewer' });
    },
  );

  it('lets a slow run repair what it overwrote after a faster one', async () => {
    backend.edit(UID, { role: 'admin' });
    let version = 0;
    ahead('accounts.setClaims', async () => {
      version = backend.edit(UID, { role: 'viewer' });
      backend.before = () => undefined;
      await sync();
    });
    await sync();
    expect(claims()).toEqual({ role: 'viewer', cv: version });
    expect(marker()).toMatchObject({ version, role: 'viewer' });
  });

  it('does not let a slow report of a bad value outlive its correction', async () => {
    backend.edit(UID, { role: 'viewer' });
    await sync();
    backend.edit(UID, { role: 'viewr' });
    ahead('documents.publish', async () => {
      backend.edit(UID, { role: 'viewer' });
      backend.before = () => undefined;
      await sync();
    });
    await sync();
    expect(marker()).toMatchObject({ status: 'applied', problem: null, role: 'viewer' });
  });

  it.each(['accounts.read', 'accounts.setClaims', 'documents.publish', 'documents.readSource'])(
    'loses nothing when it dies ahead of %s and is run again',
    async (operation) => {
      const version = backend.edit(UID, { role: 'editor' });
      ahead(operation, () => {
        throw new Error('the process died');
      });
      await expect(sync()).rejects.toThrow('the process died');
      backend.before = () => undefined;
      await sync();
      expect(claims()).toEqual({ role: 'editor', cv: version });
      expect(marker()).toMatchObject({ version, role: 'editor', status: 'applied' });
      expect(backend.count('accounts.setClaims')).toBe(1);
      expect(backend.audit).toHaveLength(1);
    },
  );

  it('notices when the account vanishes under it', async () => {
    backend.edit(UID, { role: 'editor' });
    ahead('accounts.setClaims', () => void backend.accountsById.delete(UID));
    const { status } = await sync();
    expect(status).toBe('pending');
    expect(backend.accountsById.size).toBe(0);
  });

  it('reports what Firebase Auth refuses, and ends', async () => {
    backend.edit(UID, { role: 'editor' });
    const problem = { code: 'claims-too-large', message: 'Too large.' } as const;
    const write = async () => ({ outcome: 'refused', problem }) as const;
    engine = { ...engine, accounts: { ...backend.accounts, setClaims: write } };
    const result = await sync();
    expect(result).toMatchObject({ status: 'rejected', problem, version: 0 });
    expect(claims()).toEqual({});
  });

  it('gives up on a document that never stands still, so that the event is redelivered', async () => {
    backend.edit(UID, { role: 'admin' });
    let edits = 0;
    backend.before = (name) => {
      if (name !== 'documents.readSource') return;
      edits += 1;
      backend.edit(UID, { role: edits % 2 === 0 ? 'admin' : 'viewer' });
    };
    await expect(sync()).rejects.toThrow(SyncContention);
  });

  it('names who is behind a revision only for that one', async () => {
    const version = backend.edit(UID, { role: 'editor' });
    const actor = { kind: 'service', uid: null } as const;
    const by = { revision: { data: { role: 'editor' }, version }, actor, reason: 'asked for it' };
    await sync({ by });
    backend.edit(UID, { role: 'viewer' });
    await sync({ by });
    const entry = { kind: 'entry', type: 'token-claims-change', name: null, direct: true };
    expect(backend.audit.map(({ audit }) => audit)).toEqual([
      { ...entry, actor, reason: 'asked for it' },
      { ...entry, actor: UNKNOWN, reason: null },
    ]);
  });

  it('adds the outcome to the entry that came with a change, in any sync', async () => {
    backend.edit(UID, { role: 'viewer' });
    await sync();
    await backend.commitRole(UID, { actor: 'amir', role: 'editor', changeId: 'change-1' });
    await sync();
    expect(backend.audit[1]?.audit).toEqual({ kind: 'outcome', id: 'change-1' });
  });

  it('names the author of an edit that enables the account, also where another sync has settled its entry', async () => {
    backend.edit(UID, { role: 'editor' });
    await sync();
    const account = backend.accountsById.get(UID) ?? NEW_ACCOUNT;
    backend.accountsById.set(UID, { ...account, disabled: true });
    await backend.commitRole(UID, {
      actor: 'amir',
      role: null,
      changeId: 'change-1',
      enables: true,
    });
    // The trigger, whose edit did not ask for it as far as it can see.
    await sync();
    expect(marker()).toMatchObject({ disabled: true, disabledInAuth: true });
    await sync({ enables: true });
    expect(marker()).toMatchObject({ disabled: false, role: 'editor' });
    expect(backend.audit.at(-1)?.audit).toMatchObject({
      kind: 'entry',
      type: 'account-enabled',
      actor: { kind: 'person', uid: 'amir' },
    });
  });

  it('does not take the entry of a former change for that of an edit by hand', async () => {
    backend.edit(UID, { role: 'viewer' });
    await backend.commitRole(UID, { actor: 'amir', role: 'editor', changeId: 'change-1' });
    // A manual edit leaves the id of the change in place.
    backend.edit(UID, { role: 'admin', changeId: 'change-1', updatedBy: 'amir' });
    await sync();
    expect(backend.audit.at(-1)?.audit).toMatchObject({ kind: 'entry', actor: UNKNOWN });
  });

  it("does not take the entry of a change of someone else's access for this one's", async () => {
    backend.edit('boss', { role: 'viewer' });
    await backend.commitRole('boss', { actor: 'amir', role: 'editor', changeId: 'change-1' });
    backend.edit(UID, { role: 'editor', changeId: 'change-1', updatedBy: 'amir' });
    await sync();
    expect(backend.audit.at(-1)?.audit).toMatchObject({ kind: 'entry', actor: UNKNOWN });
  });

  it('writes down a repair beside the change that it repairs', async () => {
    backend.edit(UID, { role: 'viewer' });
    await backend.commitRole(UID, { actor: 'amir', role: 'editor', changeId: 'change-1' });
    await sync();
    const { version } = marker() ?? { version: 0 };
    backend.accountsById.set(UID, { ...NEW_ACCOUNT, claims: { role: 'owner', cv: version } });
    await sync();
    expect(backend.audit.at(-1)?.audit).toMatchObject({ kind: 'entry', actor: UNKNOWN });
  });

  it('takes the role away where Firebase Auth refuses the claims, and keeps the others', async () => {
    backend.edit(UID, { role: 'viewer' });
    backend.accountsById.set(UID, { ...NEW_ACCOUNT, claims: { plan: 'pro' } });
    await sync();
    const version = backend.edit(UID, { role: 'editor' });
    const problem = { code: 'claims-too-large', message: 'Too large.' } as const;
    const { setClaims } = backend.accounts;
    engine = {
      ...engine,
      accounts: {
        ...backend.accounts,
        setClaims: async (uid, wanted) =>
          'role' in wanted ? { outcome: 'refused', problem } : setClaims(uid, wanted),
      },
    };
    expect(await sync()).toMatchObject({ status: 'rejected', problem, role: null, version });
    expect(claims()).toEqual({ plan: 'pro', cv: version });
    expect(marker()).toMatchObject({ status: 'rejected', role: null, version });
  });

  it('keeps only the version where Firebase Auth refuses the claims without the role as well', async () => {
    backend.edit(UID, { role: 'viewer' });
    backend.accountsById.set(UID, { ...NEW_ACCOUNT, claims: { plan: 'ü'.repeat(400) } });
    await sync();
    const version = backend.edit(UID, { role: 'editor' });
    const problem = { code: 'claims-too-large', message: 'Too large.' } as const;
    const { setClaims } = backend.accounts;
    engine = {
      ...engine,
      accounts: {
        ...backend.accounts,
        setClaims: async (uid, wanted) =>
          'plan' in wanted ? { outcome: 'refused', problem } : setClaims(uid, wanted),
      },
    };
    await sync();
    expect(claims()).toEqual({ cv: version });
  });

  it('writes down a change of the end alone, and hurries', async () => {
    const role = 'editor';
    backend.edit(UID, { role, roleExpiresAt: timestampAt(2_000_000_000) });
    await sync();
    backend.edit(UID, { role, roleExpiresAt: timestampAt(1_900_000_000) });
    await sync({ spread: 4 });
    expect(backend.audit[1]).toMatchObject({
      after: { expiresAt: 1_900_000_000 },
      audit: { kind: 'entry', type: 'token-claims-change' },
      refreshWithin: null,
    });
  });

  it('lets clients take their time where only the version moves on', async () => {
    backend.edit(UID, { role: 'editor' });
    await sync();
    backend.accountsById.set(UID, { ...NEW_ACCOUNT, claims: { cv: marker()?.version } });
    await sync({ spread: 4 });
    expect(backend.audit[1]).toMatchObject({ refreshWithin: 4 });
  });

  it('writes an unreadable marker again once, also where the document is unreadable', async () => {
    backend.edit(UID, { role: 'Editor' });
    await sync();
    const said = marker();
    if (said === undefined) throw new Error('There is no marker.');
    backend.markers.set(UID, { ...said, version: 0, damaged: true });
    expect((await sync()).changed).toBe(true);
    expect((await sync()).changed).toBe(false);
    expect(backend.audit).toHaveLength(2);
  });

  it('comes down from an impossible version, on the marker and in the claims', async () => {
    const version = backend.edit(UID, { role: 'editor' });
    await sync();
    const said = marker();
    if (said === undefined) throw new Error('There is no marker.');
    const future = Number.MAX_SAFE_INTEGER;
    backend.markers.set(UID, { ...said, version: future });
    backend.accountsById.set(UID, { ...NEW_ACCOUNT, claims: { role: 'editor', cv: future } });
    expect(await sync()).toMatchObject({ version, changed: true });
    expect(claims()).toEqual({ role: 'editor', cv: version });
    expect(marker()).toMatchObject({ version, damaged: false });
    expect((await sync()).changed).toBe(false);
  });

  it('looks again after a commit that took effect and said that it had not', async () => {
    backend.edit(UID, { role: 'editor' });
    let lies = 1;
    const { documents } = backend;
    const publish: typeof documents.publish = async (publication) =>
      (await documents.publish(publication)) && lies-- <= 0;
    engine = { ...engine, documents: { ...documents, publish } };
    expect(await sync()).toMatchObject({ role: 'editor', status: 'applied' });
    expect(backend.count('documents.publish')).toBe(1);
    expect(backend.audit).toHaveLength(1);
  });

  it('tells the marker of another e-mail address, without an entry in the audit log', async () => {
    backend.edit(UID, { role: 'editor' });
    await sync();
    const account = backend.accountsById.get(UID) ?? NEW_ACCOUNT;
    backend.accountsById.set(UID, { ...account, email: 'mia@new.example', emailVerified: true });
    await sync();
    expect(marker()).toMatchObject({ email: 'mia@new.example', emailVerified: true });
    expect(backend.audit.map(({ audit }) => audit.kind)).toEqual(['entry', 'none']);
    expect(backend.count('accounts.setClaims')).toBe(1);
  });
});

const UNKNOWN = { kind: 'unknown', uid: null } as const;
