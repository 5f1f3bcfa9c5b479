import { describe, expect, it } from 'vitest';
import { type AuditEntry, timestampAt } from '../../core/index.ts';
import { actorPhrase, auditSentence, outcomePhrase } from './audit-sentence.ts';

const nameOf = (uid: string) => ({ v: 'Vera', a: 'Ada' })[uid] ?? uid;

function entry(change: Partial<AuditEntry>): AuditEntry {
  return {
    at: timestampAt(1),
    type: 'token-claims-change',
    uid: 'v',
    before: null,
    after: null,
    actor: { kind: 'unknown', uid: null },
    name: null,
    email: null,
    problem: null,
    reason: null,
    outcome: 'applied',
    version: 1,
    undoes: null,
    job: null,
    startsJob: null,
    count: null,
    direct: false,
    ...change,
  };
}

const as = (role: string | null, expiresAt: number | null = null) => ({
  role,
  disabled: false,
  expiresAt,
  sessionsRevokedAt: null,
});

describe('an audit entry in words', () => {
  it('says from which role to which', () => {
    const change = entry({ before: as('viewer'), after: as('editor') });
    expect(auditSentence(change, nameOf, 'owner')).toBe('Vera went from viewer to editor.');
  });

  it('says which role a user got, and which one they lost', () => {
    expect(auditSentence(entry({ after: as('editor') }), nameOf, 'owner')).toBe(
      'Vera became an editor.',
    );
    expect(auditSentence(entry({ before: as('admin'), after: as(null) }), nameOf, 'owner')).toBe(
      'Vera is no longer an admin.',
    );
  });

  it('speaks of an account by its id where the name is not known', () => {
    const other = entry({ uid: 'x1', type: 'account-disabled' });
    expect(auditSentence(other, nameOf, 'owner')).toBe('The account of x1 was disabled.');
  });

  it('tells of the end of a role, and of one that is moved', () => {
    const until = entry({ before: as('editor'), after: as('editor', 1_800_000_000) });
    expect(auditSentence(until, nameOf, 'owner')).toMatch(
      /^Vera is an editor only until 15 Jan 2027/,
    );
    const forGood = entry({ before: as('editor', 1_800_000_000), after: as('editor') });
    expect(auditSentence(forGood, nameOf, 'owner')).toBe('Vera is an editor without an end now.');
    const granted = entry({ before: as(null), after: as('editor', 1_800_000_000) });
    expect(auditSentence(granted, nameOf, 'owner')).toMatch(
      /^Vera became an editor until 15 Jan 2027/,
    );
  });

  it('tells of each access setting that changed', () => {
    const type = 'access-settings-change' as const;
    const open = { lockdown: false, minimumAuthTime: null };
    const changed = (before: AuditEntry['before'], after: AuditEntry['after']) =>
      auditSentence(entry({ type, uid: null, before, after }), nameOf, 'owner');
    expect(changed(null, { ...open, lockdown: true })).toBe(
      'Lockdown was turned on: only the role “owner” has access.',
    );
    expect(changed({ ...open, lockdown: true }, open)).toBe('Lockdown was turned off.');
    expect(changed(open, { ...open, minimumAuthTime: 1_800_000_000 })).toMatch(
      /^All sessions from before 15 Jan 2027.* were ended\.$/,
    );
    expect(changed({ ...open, minimumAuthTime: 5 }, open)).toBe(
      'Older sessions are accepted again.',
    );
    expect(changed(open, open)).toMatch(/saved without a change/);
  });

  it('speaks of an invite by its address, where there is no account', () => {
    const email = 'new@example.com';
    const invited = entry({ type: 'invite-created', uid: null, email, after: as('editor') });
    expect(auditSentence(invited, nameOf, 'owner')).toBe(
      'new@example.com was invited as an editor.',
    );
    const taken = { ...invited, type: 'invite-accepted', uid: 'v' } as const;
    expect(auditSentence(taken, nameOf, 'owner')).toBe('Vera accepted an invite as an editor.');
    const gone = { ...invited, type: 'invite-withdrawn', after: null } as const;
    expect(auditSentence(gone, nameOf, 'owner')).toBe(
      'The invite of new@example.com was withdrawn.',
    );
  });

  it('says how far it got, where that is not all the way', () => {
    expect(outcomePhrase(entry({}))).toBeNull();
    expect(outcomePhrase(entry({ outcome: 'rejected' }))).toMatch(/Rejected/);
    expect(outcomePhrase(entry({ outcome: 'pending' }))).toMatch(/Pending/);
    expect(outcomePhrase(entry({ type: 'claims-rejected', outcome: 'rejected' }))).toBeNull();
  });

  it('says who made the change, where that is known', () => {
    expect(actorPhrase({ kind: 'person', uid: 'a' }, nameOf)).toBe('By Ada');
    expect(actorPhrase({ kind: 'unknown', uid: null }, nameOf)).toMatch(
      /Firebase console or Admin SDK/,
    );
  });
});
