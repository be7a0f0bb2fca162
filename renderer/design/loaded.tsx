import { Center, EmptyState, Loader } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Loadable } from '../bridge/loadable';

type Props<T> = {
  readonly of: Loadable<T>;
  /** What is being loaded, such as `models`. */
  readonly what: string;
  readonly children: (value: T) => ReactNode;
};

/** Something that is there, on its way, or not to be had. */
export function Loaded<T>({ of, what, children }: Props<T>) {
  if (of.state === 'ready') return children(of.value);
  if (of.state === 'loading') {
    return (
      <Center h="100%" mih={120}>
        <Loader size="sm" aria-label={`Loading ${what}`} />
      </Center>
    );
  }
  return (
    <Center h="100%" mih={120} p="md">
      <EmptyState
        role="alert"
        icon={<IconAlertTriangle />}
        title={`The ${what} cannot be shown`}
        description={of.problem}
      />
    </Center>
  );
}
