// @vitest-environment happy-dom
import { MantineProvider, Menu } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { Dialog } from './dialog.tsx';

afterEach(cleanup);

function Opener({ onClose }: { onClose: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Menu opened closeOnItemClick={false} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <button type="button">More</button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen(true)}>Delete…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open && (
        <Dialog title="Delete?" onClose={onClose}>
          <p>Sure?</p>
        </Dialog>
      )}
    </>
  );
}

it('closes by Escape while the focus is still on the item of the menu that opened it', () => {
  const onClose = vi.fn();
  render(
    <MantineProvider env="test">
      <Opener onClose={onClose} />
    </MantineProvider>,
  );
  const item = screen.getByRole('menuitem', { name: 'Delete…' });
  fireEvent.click(item);
  fireEvent.keyDown(item, { key: 'Escape' });
  expect(onClose).toHaveBeenCalledOnce();
});

it('stays open by Escape while something is under way that closing would lose', () => {
  const onClose = vi.fn();
  render(
    <MantineProvider env="test">
      <Dialog title="A dialog" onClose={onClose} closable={false}>
        <p>Saving…</p>
      </Dialog>
    </MantineProvider>,
  );
  fireEvent.keyDown(screen.getByText('Saving…'), { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
});
