import { describe, expect, it, vi } from 'vitest';
import { createNotices, shownFor } from './notices.ts';

const texts = (notices: ReturnType<typeof createNotices>) =>
  notices.getSnapshot().map(({ text }) => text);

describe('notices', () => {
  it('keep only the latest word about access', () => {
    const notices = createNotices();
    notices.post({ kind: 'gain', text: 'You are now an editor.' });
    notices.post({ kind: 'done', text: 'Saved.' });
    notices.post({ kind: 'loss', text: 'Your access was removed.' });
    expect(texts(notices)).toEqual(['Saved.', 'Your access was removed.']);
  });

  it('never fill the screen', () => {
    const notices = createNotices();
    for (const text of ['1', '2', '3', '4']) notices.post({ kind: 'done', text });
    expect(texts(notices)).toEqual(['2', '3', '4']);
  });

  it('forget what was said about the former account’s access, and nothing else', () => {
    const notices = createNotices();
    notices.post({ kind: 'gain', text: 'You are now an editor.' });
    notices.post({ kind: 'done', text: 'Saved.' });
    notices.clearAccess();
    expect(texts(notices)).toEqual(['Saved.']);
  });

  it('stay in the log once their time is over, where they are about access', () => {
    const notices = createNotices();
    notices.post({ kind: 'loss', text: 'Your access was removed.' });
    notices.post({ kind: 'done', text: 'Saved.' });
    for (const { id } of notices.getSnapshot()) notices.end(id);
    expect(notices.getSnapshot()).toMatchObject([
      { text: 'Your access was removed.', isOver: true },
    ]);
    notices.dismiss(1);
    expect(texts(notices)).toEqual([]);
  });

  it('of a gain are over when the user goes to another place, and of a loss are not', () => {
    const notices = createNotices();
    notices.post({ kind: 'gain', text: 'You are now an editor.' });
    notices.moveOn();
    expect(notices.getSnapshot()).toMatchObject([{ isOver: true }]);
    notices.post({ kind: 'loss', text: 'Your access was removed.' });
    notices.moveOn();
    expect(notices.getSnapshot()).toMatchObject([{ kind: 'loss', isOver: false }]);
  });

  it('of a loss stay longer, with a button too, and why one was signed out until it is dismissed', () => {
    const action = { label: 'Undo', run: () => undefined };
    expect(shownFor({ kind: 'loss' })).toBeGreaterThan(shownFor({ kind: 'gain' }) ?? Infinity);
    expect(shownFor({ kind: 'done', action })).toBeGreaterThan(
      shownFor({ kind: 'done' }) ?? Infinity,
    );
    expect(shownFor({ kind: 'signed-out' })).toBeNull();
  });

  it('tell their listeners of every change, until those leave', () => {
    const notices = createNotices();
    const listener = vi.fn();
    const leave = notices.subscribe(listener);
    notices.post({ kind: 'done', text: 'Saved.' });
    leave();
    notices.dismiss(1);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(texts(notices)).toEqual([]);
  });
});
