import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '../parts/icons.ts';
import classes from './people.module.css';
import type { Person } from './person.ts';

/** Actions on a user's account, beside the change of role. */
export type AccountAction = 'disable' | 'enable' | 'end-sessions' | 'delete';

export function PersonMenu({
  person,
  disabled,
  onChoose,
}: {
  person: Person;
  /** Whether the account is disabled, by the document or in Firebase Auth alone. */
  disabled: boolean;
  onChoose: (action: AccountAction) => void;
}) {
  const label = `More about ${person.name}`;
  const toggle = disabled ? 'enable' : 'disable';
  return (
    <Menu
      position="bottom-end"
      // In the page's own landmark, and with nothing but items in it (axe: region, aria-required-children).
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 80 }}
    >
      <Menu.Target>
        <ActionIcon size={36} aria-label={label} title={label}>
          <IconDots size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose('end-sessions')}>Sign out everywhere…</Menu.Item>
        <Menu.Item onClick={() => onChoose(toggle)}>
          {disabled ? 'Enable account…' : 'Disable account…'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item className={classes.danger} onClick={() => onChoose('delete')}>
          Delete account…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
