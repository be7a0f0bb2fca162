import { Drawer } from '@mantine/core';
import { nounOf } from '../../electron/contract/index';
import { useResult } from '../bridge/result-stores';
import { Loaded } from '../design/loaded';
import { closeDetails, useLibrary } from './library-store';
import { ResultDetails } from './result-details';

export function DetailsDrawer() {
  const open = useLibrary((state) => state.open);
  const detail = useResult(open);
  const title = detail?.state === 'ready' && nounOf(detail.value.kind) === 'sound' ? 'Sound' : 'Clip';
  return (
    <Drawer opened={open !== undefined} onClose={closeDetails} position="right" size={480} title={title}>
      {detail !== undefined && (
        <Loaded of={detail} what="clip">
          {(result) => <ResultDetails result={result} />}
        </Loaded>
      )}
    </Drawer>
  );
}
