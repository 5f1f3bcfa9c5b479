import { describe, expect, it, vi } from 'vitest';
import { createNotices } from './notices.ts';

const texts = (notices: ReturnType<typeof createNotices>) =>
  notices.getSnapshot().map(({ text }) => text);

describe('notices', () => {
  it('keep only the latest word about access', () => {
    const notices = createNotices();
    notices.post({ kind: 'access', text: 'You are now an editor.' });
    notices.post({ kind: 'done', text: 'Saved.' });
    notices.post({ kind: 'access', text: 'Your access was removed.' });
    expect(texts(notices)).toEqual(['Saved.', 'Your access was removed.']);
  });

  it('never fill the screen', () => {
    const notices = createNotices();
    for (const text of ['1', '2', '3', '4']) notices.post({ kind: 'done', text });
    expect(texts(notices)).toEqual(['2', '3', '4']);
  });

  it('forget what was said about the former account’s access, and nothing else', () => {
    const notices = createNotices();
    notices.post({ kind: 'access', text: 'You are now an editor.' });
    notices.post({ kind: 'done', text: 'Saved.' });
    notices.clearAccess();
    expect(texts(notices)).toEqual(['Saved.']);
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
