import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './sentence.module.css';

type Props = { readonly children: string; readonly kind?: 'problem' | 'warning' };

/** What is wrong, in a sentence; the sign says so without colour. */
export function Sentence({ children, kind = 'problem' }: Props) {
  return (
    <Text size="xs" className={classes['sentence']} data-kind={kind}>
      <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
      <span>{children}</span>
    </Text>
  );
}
