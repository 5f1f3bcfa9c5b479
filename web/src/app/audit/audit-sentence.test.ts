import type { AuditEntry } from '@live-claims/contract';
import { describe, expect, it } from 'vitest';
import { actorPhrase, auditSentence } from './audit-sentence.ts';

const nameOf = (uid: string) => ({ v: 'Vera', a: 'Ada' })[uid] ?? uid;

function entry(change: Partial<AuditEntry>): AuditEntry {
  return {
    at: { seconds: 1, nanoseconds: 0 },
    type: 'token-claims-change',
    uid: 'v',
    before: null,
    after: null,
    actor: { kind: 'unknown', uid: null },
    reason: null,
    version: 1,
    ...change,
  };
}

const as = (role: string | null) => ({ role, disabled: false });

describe('an audit entry in words', () => {
  it('says from which role to which', () => {
    const change = entry({ before: as('viewer'), after: as('editor') });
    expect(auditSentence(change, nameOf)).toBe('Vera went from viewer to editor.');
  });

  it('says what somebody became, and what they are no longer', () => {
    expect(auditSentence(entry({ after: as('editor') }), nameOf)).toBe('Vera became an editor.');
    expect(auditSentence(entry({ before: as('admin'), after: as(null) }), nameOf)).toBe(
      'Vera is no longer an admin.',
    );
  });

  it('speaks of an account by its id where the name is not known', () => {
    const other = entry({ uid: 'x1', type: 'account-disabled' });
    expect(auditSentence(other, nameOf)).toBe('The account of x1 was disabled.');
  });

  it('says who did it, and where nobody can tell', () => {
    expect(actorPhrase({ kind: 'person', uid: 'a' }, nameOf)).toBe('By Ada');
    expect(actorPhrase({ kind: 'unknown', uid: null }, nameOf)).toMatch(/Outside the app/);
  });
});
