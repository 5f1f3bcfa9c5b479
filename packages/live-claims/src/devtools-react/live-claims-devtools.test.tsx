// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, within } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, expect, it } from 'vitest';
import { createDevtools } from '../devtools/create-devtools.ts';
import { World } from '../testing/world.ts';
import { LiveClaimsDevtools } from './index.ts';

afterEach(cleanup);

async function panel() {
  const devtools = createDevtools();
  const world = new World({ devtools });
  await world.signedIn('ada', { role: 'writer', version: 10 });
  const { container } = render(
    <StrictMode>
      <LiveClaimsDevtools client={world.client} devtools={devtools} />
    </StrictMode>,
  );
  const root = container.firstElementChild?.shadowRoot as unknown as HTMLElement;
  const inside = within(root);
  return {
    world,
    inside,
    open: () => fireEvent.click(inside.getByRole('button', { name: /live-claims/ })),
  };
}

it('shows the status, and in a panel token and marker side by side', async () => {
  const { inside, open } = await panel();
  expect(inside.queryByRole('tablist')).toBeNull();
  open();
  const row = inside.getByRole('row', { name: /^Version/ });
  expect(
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['10', '10']);
});

it('goes from tab to tab by arrows: timeline, checks, watches', async () => {
  const { world, inside, open } = await panel();
  open();
  fireEvent.keyDown(inside.getByRole('tablist'), { key: 'ArrowRight' });
  expect(inside.getByRole('tab', { selected: true }).textContent).toBe('Timeline');
  await act(async () => {
    world.backend.edit('ada', 'chief', 20);
    await world.after(1_000);
  });
  expect(inside.getByText(/^Token refreshed in \d+ ms, because the marker is newer/)).toBeTruthy();
  fireEvent.keyDown(inside.getByRole('tablist'), { key: 'ArrowRight' });
  expect(inside.getByRole('row', { name: /^audit yes The role chief permits it/ })).toBeTruthy();
  fireEvent.keyDown(inside.getByRole('tablist'), { key: 'ArrowRight' });
  expect(inside.getByText('No watch has been opened.')).toBeTruthy();
  fireEvent.keyDown(inside.getByRole('complementary'), { key: 'Escape' });
  expect(inside.queryByRole('tablist')).toBeNull();
});

it('simulates a lower role, says so on its button, and goes back', async () => {
  const { world, inside, open } = await panel();
  open();
  fireEvent.click(inside.getByRole('tab', { name: 'Simulate' }));
  const choices = [...inside.getByLabelText<HTMLSelectElement>(/^Role/).options].map(
    ({ text }) => text,
  );
  expect(choices).toEqual(['as it is', 'reader']);
  await act(async () => {
    fireEvent.change(inside.getByLabelText(/^Role/), { target: { value: 'reader' } });
    await world.after(100);
  });
  expect(world.now.role).toBe('reader');
  expect(inside.getByRole('button', { name: /simulated/ })).toBeTruthy();
  await act(async () => {
    fireEvent.click(inside.getByRole('button', { name: 'Back to what is real' }));
    await world.after(100);
  });
  expect(world.now.role).toBe('writer');
  expect(inside.queryByRole('button', { name: /simulated/ })).toBeNull();
});
