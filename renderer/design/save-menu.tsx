import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { attempt, tell } from './notify';

export type SaveFormat<Format extends string> = {
  readonly format: Format;
  readonly label: string;
  /** What it is good for, in a line. */
  readonly hint: string;
};

type Props<Format extends string> = {
  readonly label: string;
  readonly formats: readonly SaveFormat<Format>[];
  readonly disabled?: boolean;
  /** Begins the sentence that tells of a failure. */
  readonly failure: string;
  /** Asks where to and writes; null if the user chose nothing. */
  readonly save: (format: Format) => Promise<{ readonly path: string } | null>;
};

/** A button with the forms in which something can be saved. */
export function SaveMenu<Format extends string>({
  label,
  formats,
  disabled = false,
  failure,
  save,
}: Props<Format>) {
  const choose = (format: Format): void =>
    attempt(failure, async () => {
      const saved = await save(format);
      if (saved !== null) tell(`Saved as ${saved.path}`);
    });
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <Button
          size="xs"
          variant="light"
          style={{ flex: 'none' }}
          disabled={disabled}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ format, label: name, hint }) => (
          <Menu.Item key={format} onClick={() => choose(format)}>
            {name}
            <br />
            <small>{hint}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
