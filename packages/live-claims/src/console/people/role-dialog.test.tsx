// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { appConfig } from '../../testing/app-roles.ts';
import { inConsole } from '../../testing/in-console.tsx';
import { setRole } from './change-person.ts';
import { type Person, toPerson } from './person.ts';
import RoleDialog from './role-dialog.tsx';

vi.mock('./change-person.ts', () => ({ setRole: vi.fn() }));
vi.mock('../console-context.tsx', async (original) => ({
  ...(await original<object>()),
  useLiveClaims: () => ({ role: 'owner' }),
}));

afterEach(() => {
  cleanup();
  vi.mocked(setRole).mockReset();
});

const notify = vi.fn();

const dialogFor = (person: Person) =>
  inConsole(<RoleDialog person={person} onClose={() => undefined} />, { notify });

const chosen = () =>
  screen
    .getAllByRole('radio')
    .filter((radio) => (radio as HTMLInputElement).checked)
    .map((radio) => (radio as HTMLInputElement).value);
const save = () => screen.getByRole('button', { name: 'Save role' }) as HTMLButtonElement;

it('begins with the role that stands in the document of a disabled account, so that Save takes nothing away', async () => {
  render(dialogFor(toPerson(appConfig, 'u1', { role: 'editor', disabled: true })));
  expect(chosen()).toEqual(['editor']);
  fireEvent.click(save());
  await waitFor(() => expect(setRole).toHaveBeenCalled());
  expect(vi.mocked(setRole).mock.calls[0]?.[1]).toMatchObject({
    uid: 'u1',
    role: 'editor',
    // The server refuses where something else stands there by then.
    expected: { role: 'editor', expiresAt: null, disabled: true },
  });
});

it.each(['Admin ', 42])(
  'chooses nothing for a role that cannot be read (%s), and saves only what was chosen',
  (role) => {
    render(dialogFor(toPerson(appConfig, 'u1', { role })));
    expect(chosen()).toEqual([]);
    expect(save().disabled).toBe(true);
    fireEvent.click(screen.getByRole('radio', { name: 'admin' }));
    expect(save().disabled).toBe(false);
  },
);

it('shows a change that was made while it was open, and saves nothing over it unseen', () => {
  const { rerender } = render(dialogFor(toPerson(appConfig, 'u1', { role: 'viewer' })));
  rerender(dialogFor(toPerson(appConfig, 'u1', { role: 'admin' })));
  expect(screen.getByRole('alert').textContent).toMatch(/It was: viewer\. It is now: admin\./);
  expect(save().disabled).toBe(true);
  fireEvent.submit(save().closest('form') as HTMLFormElement);
  expect(setRole).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Continue from there' }));
  expect(chosen()).toEqual(['admin']);
  expect(save().disabled).toBe(false);
});

it('confirms without a time of its own: the person’s entry has that of the change', async () => {
  const result = { version: 5, role: 'editor', status: 'applied', problem: null, changeId: null };
  vi.mocked(setRole).mockResolvedValue(result as never);
  render(dialogFor(toPerson(appConfig, 'u1', { displayName: 'Ada', role: 'editor' })));
  fireEvent.click(save());
  await waitFor(() => expect(notify).toHaveBeenCalledWith({ text: 'Ada is now an editor.' }));
});
