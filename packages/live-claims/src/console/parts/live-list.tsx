import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RoleTable } from '../../core/index.ts';
import { createLiveClaimsReact, type LiveQuery, type LiveQueryStatus } from '../../react/index.ts';
import { Message } from './message.tsx';
import { useParts } from './parts-context.ts';
import { withArticle } from './role-words.ts';
import { Waiting } from './waiting.tsx';

const { useLiveClaims } = createLiveClaimsReact<RoleTable>();

/** A live list in whatever state it is: waiting, closed to this person, failed, empty or there. */
export function LiveList({
  found,
  isEmpty,
  needs,
  empty,
  children,
}: {
  found: LiveQuery<unknown>;
  isEmpty: boolean;
  /** The permission that opens it. */
  needs: string | null;
  empty: ReactNode;
  children: ReactNode;
}) {
  const { sentenceFor } = useParts();
  const { status } = useLiveClaims();
  if (found.status === 'error') {
    return (
      <Message
        title="This list could not be loaded"
        action={
          <Button variant="default" onClick={found.retry}>
            Try again
          </Button>
        }
      >
        {sentenceFor(found.error)}
      </Message>
    );
  }
  if (isClosed(found) && status !== 'loading') return <Closed needs={needs} />;
  if (!isEmpty) return children;
  return found.status === 'ready' ? empty : <Waiting label="Loading…" />;
}

/** Whether the user has no access: it was denied, or the query was not made without the permission. */
export function isClosed({ status }: { status: LiveQueryStatus }): boolean {
  return status === 'denied' || status === 'idle';
}

/** In place of something that the person may not see. */
export function Closed({ needs }: { needs: string | null }) {
  const { topRole } = useParts();
  const { role } = useLiveClaims();
  return (
    <Message title="You have no access to this now">
      {role === null ? 'You have no role.' : `You are ${withArticle(role)}.`}{' '}
      {needs === null ? (
        <>This needs the role “{topRole}”.</>
      ) : (
        <>
          This needs the permission <code>{needs}</code>.
        </>
      )}{' '}
      It opens by itself as soon as you have it.
    </Message>
  );
}
