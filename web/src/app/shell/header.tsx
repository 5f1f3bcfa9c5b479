import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { RoleBadge } from '../access/role-badge.tsx';
import { IconLogout } from '../icons.ts';
import { useLiveClaims } from '../live-claims.ts';
import { Wordmark } from '../wordmark.tsx';
import { ColourSchemeToggle } from './colour-scheme-toggle.tsx';
import classes from './shell.module.css';
import { useSignOut } from './use-sign-out.ts';

export function Header({ children }: { children: ReactNode }) {
  const { role } = useLiveClaims();
  const leave = useSignOut();

  return (
    <header className={classes.header}>
      <div className={classes.headerInner}>
        <Link href="/" className={classes.home} aria-label="live-claims, start page">
          <Wordmark />
        </Link>
        {children}
        <div className={classes.tools}>
          <Link
            href="/access"
            className={classes.roleLink}
            aria-label={`Your role: ${role ?? 'no role'}`}
          >
            <RoleBadge role={role} />
          </Link>
          <ColourSchemeToggle />
          <ActionIcon size="lg" aria-label="Sign out" title="Sign out" onClick={leave}>
            <IconLogout size={20} stroke={1.75} aria-hidden />
          </ActionIcon>
        </div>
      </div>
    </header>
  );
}
