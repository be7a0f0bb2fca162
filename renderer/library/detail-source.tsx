import { Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ResultDetail, SourceImage } from '../../electron/contract/index';
import { request } from '../bridge/client';
import { failed, LOADING, type Loadable, ready } from '../bridge/loadable';
import classes from './detail-source.module.css';

/** The picture that a video was made from, as the model saw it. */
export function DetailSource({ result: { id, draft } }: { readonly result: ResultDetail }) {
  if (draft.request.kind !== 'image-to-video') return null;
  return <Source key={id} id={id} image={draft.request.image} />;
}

function Source({ id, image }: { readonly id: string; readonly image: SourceImage }) {
  const source = useSource(id);
  const { name, width, height } = image;
  return (
    <section aria-labelledby="detail-source">
      <Title order={2} id="detail-source">
        Made from
      </Title>
      <div className={classes['picture']} style={{ aspectRatio: `${width} / ${height}` }}>
        {source.state === 'ready' && <img src={source.value} alt={name} draggable={false} />}
        {source.state === 'failed' && (
          <Text size="xs" c="dimmed">
            {source.problem}
          </Text>
        )}
      </div>
    </section>
  );
}

/** A URL of the picture for as long as it is shown. */
function useSource(result: string): Loadable<string> {
  const [source, setSource] = useState<Loadable<string>>(LOADING);
  useEffect(() => {
    let url: string | undefined;
    let wanted = true;
    request('pictures.source', { kind: 'result', id: result }).then(
      (png) => {
        if (!wanted) return;
        url = URL.createObjectURL(new Blob([png], { type: 'image/png' }));
        setSource(ready(url));
      },
      (error: unknown) => wanted && setSource(failed(error)),
    );
    return () => {
      wanted = false;
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [result]);
  return source;
}
