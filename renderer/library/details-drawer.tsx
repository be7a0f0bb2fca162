import { Drawer } from '@mantine/core';
import { useResult } from '../bridge/result-stores';
import { Loaded } from '../design/loaded';
import { closeDetails, useLibrary } from './library-store';
import { ResultDetails } from './result-details';

export function DetailsDrawer() {
  const open = useLibrary((state) => state.open);
  const detail = useResult(open);
  return (
    <Drawer opened={open !== undefined} onClose={closeDetails} position="right" size={480} title="Clip">
      {detail !== undefined && (
        <Loaded of={detail} what="clip">
          {(result) => <ResultDetails result={result} />}
        </Loaded>
      )}
    </Drawer>
  );
}
