import { Button, Code, EmptyState } from '@mantine/core';
import { Component, type ReactNode } from 'react';

type Props = { readonly children: ReactNode };
type State = { readonly error: Error | undefined };

/** A page that fails leaves the rest of the window standing, and the job running. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <EmptyState
        role="alert"
        p="xl"
        title="This page has failed"
        description="Nothing is lost: jobs go on, and results are kept. Open the page again to go on."
      >
        <Code block maw={560}>
          {error.message}
        </Code>
        <Button onClick={() => this.setState({ error: undefined })}>Open again</Button>
      </EmptyState>
    );
  }
}
