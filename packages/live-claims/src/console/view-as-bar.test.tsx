// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { appConfig } from '../testing/app-roles.ts';
import { inConsole } from '../testing/in-console.tsx';
import { World } from '../testing/world.ts';
import type { ClaimsSnapshot, LiveClaims } from '../web/index.ts';
import { createViewAs } from '../web/view-as.ts';
import { toPerson } from './people/person.ts';
import { ViewAsButton } from './people/view-as-button.tsx';
import { ViewAsBar } from './view-as-bar.tsx';

const navigate = vi.fn();
let viewAs: ReturnType<typeof createViewAs>;

beforeEach(() => {
  const snapshot = {
    ...new World().client.getSnapshot(),
    ...{ user: { uid: 'me' }, role: 'admin', permissions: ['people.read', 'posts.read'] },
  } as unknown as ClaimsSnapshot;
  const client = { getSnapshot: () => snapshot, subscribe: () => () => undefined };
  viewAs = createViewAs(client as unknown as LiveClaims, appConfig.roles);
});
afterEach(() => {
  cleanup();
  navigate.mockReset();
});

/** The bar, and the button of a person. */
function show(uid: string, data: Readonly<Record<string, unknown>>) {
  render(
    inConsole(
      <>
        <ViewAsBar viewAs={viewAs} />
        <ViewAsButton person={toPerson(appConfig, uid, data)} />
      </>,
      { claims: viewAs.client, router: { location: '/people', navigate }, viewAs },
    ),
  );
}
const button = () => screen.queryByRole('button', { name: /^View as/ });

it('shows the app as the person has it, says so on top, and ends there', () => {
  show('vic', { role: 'viewer', displayName: 'Victor' });
  expect(screen.queryByLabelText('View as')).toBeNull();
  fireEvent.click(button() as HTMLElement);
  expect(viewAs.client.getSnapshot()).toMatchObject({
    role: 'viewer',
    permissions: ['posts.read'],
  });
  expect(screen.getByRole('status').textContent).toBe(
    'You see the app as Victor does, as a viewer. What you do is still done by you.',
  );
  expect(navigate.mock.calls[0]?.[0]).toBe('/');
  fireEvent.click(screen.getByRole('button', { name: 'End view' }));
  expect(viewAs.client.getSnapshot().role).toBe('admin');
  expect(screen.queryByLabelText('View as')).toBeNull();
});

it('takes a disabled person as one with no role', () => {
  show('vic', { role: 'viewer', displayName: 'Victor', disabled: true });
  act(() => (button() as HTMLElement).click());
  expect(viewAs.client.getSnapshot()).toMatchObject({ role: null, permissions: [] });
  expect(screen.getByRole('status').textContent).toContain('with no role');
});

it.each([
  ['oneself', 'me', { role: 'viewer' }],
  ['a person of the same rank', 'a2', { role: 'admin' }],
  ['a person of a higher rank', 'o1', { role: 'owner' }],
])('is not there for %s', (_, uid, data) => {
  show(uid, data);
  expect(button()).toBeNull();
});
