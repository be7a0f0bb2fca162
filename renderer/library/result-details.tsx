import { Stack, Text } from '@mantine/core';
import type { ResultDetail } from '../../electron/contract/index';
import { Sentence } from '../design/sentence';
import { DetailActions } from './detail-actions';
import { DetailClip } from './detail-clip';
import { DetailFacts } from './detail-facts';
import { DetailSource } from './detail-source';
import { DetailTimings } from './detail-timings';
import { DetailWork } from './detail-work';

/** Everything about a clip: the clip, what made it, how long it took, what the devices did. */
export function ResultDetails({ result }: { readonly result: ResultDetail }) {
  return (
    <Stack gap="md">
      <DetailClip result={result} />
      <Text size="sm">{result.title}</Text>
      {result.notices.map((notice) => (
        <Sentence key={notice} kind="warning">
          {notice}
        </Sentence>
      ))}
      <DetailActions result={result} />
      <DetailSource result={result} />
      <DetailFacts result={result} />
      <DetailTimings timings={result.timings} />
      <DetailWork result={result} />
    </Stack>
  );
}
