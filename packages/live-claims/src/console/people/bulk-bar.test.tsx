// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { DirectoryRequest, DirectoryRow } from '../../core/index.ts';
import { inConsole } from '../../testing/in-console.tsx';
import { BulkBar } from './bulk-bar.tsx';

const call = vi.fn();
vi.mock('../console-context.tsx', async (original) => {
  const real = await original<typeof import('../console-context.tsx')>();
  return {
    ...real,
    useConsole: () => ({ ...real.useConsole(), call }),
    useLiveClaims: () => ({ role: 'owner' }),
  };
});

afterEach(() => {
  cleanup();
  call.mockReset();
});

/** The bar, over a list of the request. */
function show(selected: readonly DirectoryRow[] | 'all', request: DirectoryRequest) {
  const nothing = () => undefined;
  const bar = { onSelectAll: nothing, onClear: nothing, onStarted: nothing };
  render(inConsole(<BulkBar selected={selected} request={request} isMoreThere {...bar} />));
}

/** The request of a preview of signing out. */
async function previewed(): Promise<unknown> {
  const answer = { jobId: null, total: 1650, changes: 1650, alreadySo: 0, problems: 0, lines: [] };
  call.mockResolvedValue(answer);
  fireEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Preview' }));
  await waitFor(() => expect(call).toHaveBeenCalled());
  return call.mock.calls[0]?.[1];
}

it.each<[DirectoryRequest, object]>([
  [
    { search: 'ada', filter: { role: null } },
    { search: 'ada', role: 'none' },
  ],
  [{ filter: { state: 'expiring' }, sort: 'endsAt' }, { state: 'expiring' }],
  [{ sort: 'changedAt' }, {}],
])(
  'leaves it to the server to find all that match, and reads none of them: %o',
  async (request, matching) => {
    show('all', request);
    screen.getByText('All that match are selected');
    expect(await previewed()).toMatchObject({ people: { matching }, dryRun: true });
    await screen.findByText(/^1,650 change/);
  },
);

it('names those who are selected one by one', async () => {
  show([{ uid: 'u1' }, { uid: 'u2' }] as unknown as readonly DirectoryRow[], {
    filter: { role: 'editor' },
  });
  screen.getByRole('button', { name: 'Select all that match' });
  expect(await previewed()).toMatchObject({ people: { uids: ['u1', 'u2'] } });
});
