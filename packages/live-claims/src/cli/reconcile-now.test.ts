import { describe, expect, it } from 'vitest';
import { type ReconcileSummary, reportLines } from './reconcile-now.ts';

const CLEAN: ReconcileSummary = {
  seen: 10_000,
  changed: 0,
  skipped: 0,
  drift: {},
  people: [],
  dryRun: false,
};
const shown = (change: Partial<ReconcileSummary>) =>
  reportLines({ ...CLEAN, ...change }, (_, text) => text).join('\n');

describe('the end of a reconciliation', () => {
  it('says that nothing was wrong', () => {
    expect(shown({})).toBe('  10,000 people checked, 0 changed.\n  ✔ Nothing had drifted.');
    expect(shown({ dryRun: true, seen: 1 })).toBe(
      '  1 person checked, none changed.\n  ✔ Nothing has drifted.',
    );
  });

  it('counts each kind of drift, with what it means', () => {
    const text = shown({ changed: 1203, drift: { 'claims-differ': 1200, 'marker-missing': 3 } });
    expect(text).toMatch(/ 1,200 {2}claims-differ {5}The account's claims/);
    expect(text).toMatch(/ {4} {4}3 {2}marker-missing {4}There is no marker/);
    expect(text).not.toContain('✔');
  });

  it('lists the skipped users, and how many more there are', () => {
    const people = [{ uid: 'ada', code: 'unknown-role', message: 'There is no role "x".' }];
    const text = shown({ skipped: 3, drift: { unreadable: 3 }, people });
    expect(text).toContain('3 skipped');
    expect(text).toContain('✗ ada  unknown-role  There is no role "x".\n      and 2 more');
    expect(text).toContain('`show <id>`');
  });
});
