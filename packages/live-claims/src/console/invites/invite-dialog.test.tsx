// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CreateInvitesRequest, InviteLine } from '../../core/index.ts';
import { inConsole } from '../../testing/in-console.tsx';
import { dayAndTime, momentFrom } from '../parts/moments.ts';
import InviteDialog from './invite-dialog.tsx';
import { createInvites } from './invites-data.ts';

vi.mock('./invites-data.ts', () => ({ createInvites: vi.fn() }));
vi.mock('../console-context.tsx', async (original) => ({
  ...(await original<object>()),
  useLiveClaims: () => ({ role: 'owner' }),
}));

const notify = vi.fn();
const onClose = vi.fn();
/** What the server says of each address; the rest is `new`. */
let said: Readonly<Record<string, Partial<InviteLine>>> = {};
const nextAt = Date.now() + 1_800_000;

beforeEach(() => {
  vi.mocked(createInvites).mockImplementation(async (_, { emails }: CreateInvitesRequest) => {
    const lines = emails.map(
      (email, index): InviteLine => ({
        ...{ index, email, verdict: 'new', message: null, inviteId: 'i', uid: null, mailed: null },
        ...said[email],
      }),
    );
    const invited = lines.filter(({ verdict }) => verdict === 'new').length;
    return { invited, lines, left: 0, nextAt };
  });
  render(inConsole(<InviteDialog onClose={onClose} />, { notify }));
});

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
  said = {};
});

const type = (text: string) =>
  fireEvent.change(screen.getByLabelText('E-mail addresses'), { target: { value: text } });
const create = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const verdicts = () =>
  [...screen.getByRole('list', { name: 'Addresses' }).children].map((line) => line.textContent);
const requests = () => vi.mocked(createInvites).mock.calls.map(([, request]) => request);

it('invites all addresses in one call, to one role, and closes', async () => {
  type('Ada <Ada@example.com>, ben@example.com\nada@example.com');
  create('Create 2 invites');
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(requests()).toMatchObject([
    { emails: ['ada@example.com', 'ben@example.com'], role: 'viewer', roleExpiresAt: null },
  ]);
  expect(notify).toHaveBeenCalledWith(
    expect.objectContaining({ text: '2 people are invited as a viewer.' }),
  );
});

it('stays with the server’s verdict on each address, and asks again only for those without an invite', async () => {
  said = {
    'has@example.com': { verdict: 'has-account', uid: 'u1', inviteId: null },
    'is@example.com': { verdict: 'gives-nothing', uid: 'u2', inviteId: null },
    'late@example.com': { verdict: 'over-limit', inviteId: null },
  };
  type('new@example.com has@example.com is@example.com late@example.com\nno address');
  create('Create 4 invites');
  await screen.findByText('Not invited: 3. The reason is beside each address.');
  expect(verdicts()).toEqual([
    'new@example.com: invited',
    'has@example.com: Has an account. Change its role instead. Open the account',
    'is@example.com: Has an account with this role or a higher one: an invite would give nothing. Open the account',
    `late@example.com: You have invited 50 people in the last hour. Next one at ${momentFrom(nextAt, Date.now())}.`,
    'no address: not an e-mail address',
  ]);
  expect(onClose).not.toHaveBeenCalled();
  const again = screen.getByRole('button', { name: 'Create 3 invites' });
  await waitFor(() => expect(again.dataset.loading).toBeUndefined());
  fireEvent.click(again);
  await waitFor(() => expect(requests()).toHaveLength(2));
  expect(requests()[1]?.emails).toEqual(['has@example.com', 'is@example.com', 'late@example.com']);
});

it('asks for an address, and for an end that is still to come, before the server is asked', async () => {
  create('Create invite');
  await screen.findByText('Enter an e-mail address, like name@example.com.');
  type('ada@example.com');
  fireEvent.change(screen.getByLabelText('Role ends (optional)'), {
    target: { value: '2001-01-01T00:00' },
  });
  // As the other pages write it.
  screen.getByText(dayAndTime(new Date('2001-01-01T00:00').getTime()));
  create('Create invite');
  await screen.findByText('Choose a time in the future, or leave it empty.');
  expect(createInvites).not.toHaveBeenCalled();
});
