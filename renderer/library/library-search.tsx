import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { searchLibrary, useLibrary } from './library-store';

const DELAY_MS = 200;
const MOST_CHARACTERS = 1000;

export function LibrarySearch() {
  const [typed, setTyped] = useState(() => useLibrary.getState().search);
  const search = useDebouncedCallback((words: string) => void searchLibrary(words.trim()), DELAY_MS);
  return (
    <TextInput
      type="search"
      size="xs"
      w={240}
      aria-label="Search prompts and models"
      placeholder="Search prompts and models"
      leftSection={<IconSearch size={16} aria-hidden />}
      maxLength={MOST_CHARACTERS}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        search(currentTarget.value);
      }}
    />
  );
}
