import { Group, Kbd, Modal, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCommand } from './commands';
import { shortcutList } from './shortcuts';

const isMac = navigator.userAgent.includes('Mac');

export function ShortcutHelp() {
  const [opened, { open, close }] = useDisclosure(false);
  useCommand('shortcuts', open);
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts" size="sm">
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {shortcutList(isMac).map(({ keys, does }) => (
            <Table.Tr key={keys.join('+')}>
              <Table.Td>{does}</Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  {keys.map((name) => (
                    <Kbd key={name}>{name}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
