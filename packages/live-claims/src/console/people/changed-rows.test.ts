import { describe, expect, it } from 'vitest';
import { ChangedRows, followed, MOST_FOLLOWED } from './changed-rows.ts';

const row = (uid: string, version: number) => ({ uid, version });

describe('rows that have changed', () => {
  it('are those whose version is another than at first, in whichever list they were seen', () => {
    const visit = new ChangedRows();
    const editors = visit.list(false);
    expect(editors([row('ada', 5), row('bo', 7)])).toEqual(new Set());
    expect(editors([row('bo', 7)])).toEqual(new Set());
    const viewers = visit.list(false);
    expect(viewers([row('ada', 9), row('cy', 12)])).toEqual(new Set(['ada']));
    // Asked again for the same rows: React may render twice.
    expect(viewers([row('ada', 9), row('cy', 12)])).toEqual(new Set(['ada']));
  });

  it('are not those that come in as the list is scrolled, however new', () => {
    const list = new ChangedRows().list(false);
    list([row('ada', 5)]);
    expect(list([row('ada', 5), row('bo', 99)])).toEqual(new Set());
  });

  it('are those that come in on top, where the latest change is there', () => {
    const list = new ChangedRows().list(true);
    list([row('ada', 5), row('bo', 3)]);
    expect(list([row('cy', 6), row('ada', 5), row('bo', 3), row('di', 2)])).toEqual(
      new Set(['cy']),
    );
  });
});

it('the sessions of the latest changes are followed, of no more than a few', () => {
  const rows = Array.from({ length: 30 }, (_, index) => row(`u${index}`, 1_000 + index));
  const changed = new Set(rows.slice(0, 20).map(({ uid }) => uid));
  const expected = rows.slice(20 - MOST_FOLLOWED, 20).map(({ uid }) => uid);
  expect([...followed(rows, changed)].toSorted()).toEqual(expected.toSorted());
  expect(followed(rows, new Set())).toEqual(new Set());
});
