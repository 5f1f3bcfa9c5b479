import { Button } from '@mantine/core';
import { Message } from 'live-claims/console/parts';
import { Component, type ReactNode } from 'react';
import { ConfigUnavailable } from '../firebase-config.ts';
import { sentenceFor } from './error-sentences.ts';

interface Props {
  readonly children: ReactNode;
  /** Whether it replaces the whole page. */
  readonly page?: boolean;
}

/** Catches what a part of the page throws while rendering, and says what to do. */
export class FailureBoundary extends Component<Props, { readonly error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const error: unknown = this.state.error;
    if (error === null) return this.props.children;
    return (
      <Message
        alert
        page={this.props.page}
        title="This could not be opened"
        action={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
      >
        {error instanceof ConfigUnavailable ? error.message : sentenceFor(error)}
      </Message>
    );
  }
}
