import { ActionIcon } from '@mantine/core';
import { signOut } from 'firebase/auth';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useLiveClaims } from '../../live-claims/react/index.ts';
import { RoleBadge } from '../access/role-badge.tsx';
import { sentenceFor } from '../error-sentences.ts';
import { useFirebase } from '../firebase-context.ts';
import { IconLogout } from '../icons.ts';
import { notices } from '../notices/notices.ts';
import { Wordmark } from '../wordmark.tsx';
import { ColourSchemeToggle } from './colour-scheme-toggle.tsx';
import classes from './shell.module.css';

export function Header({ children }: { children: ReactNode }) {
  const { auth } = useFirebase();
  const { role } = useLiveClaims();

  function leave(): void {
    signOut(auth).catch((error: unknown) =>
      notices.post({ kind: 'done', text: sentenceFor(error) }),
    );
  }

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
