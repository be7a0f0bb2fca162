import { CloseButton, UnstyledButton } from '@mantine/core';
import type { FormPicture } from '../form/values';
import { removePicture, selectPicture } from './form-pictures';
import classes from './picture-strip.module.css';
import { usePreview } from './use-preview';

type Props = { readonly pictures: readonly FormPicture[]; readonly shown: string | undefined };

/** All pictures, small and by name; one click shows a picture large. */
export function PictureStrip({ pictures, shown }: Props) {
  return (
    <ul className={classes['strip']} aria-label="Pictures">
      {pictures.map((picture) => (
        <li key={picture.id} className={classes['item']}>
          <UnstyledButton
            className={classes['choice']}
            aria-current={picture.id === shown ? 'true' : undefined}
            onClick={() => selectPicture(picture.id)}
          >
            <Thumbnail id={picture.id} />
            <span className={classes['name']} title={picture.name}>
              {picture.name}
            </span>
            <span className={classes['extent']}>
              {picture.width} × {picture.height}
            </span>
          </UnstyledButton>
          <CloseButton
            size="sm"
            aria-label={`Remove ${picture.name}`}
            onClick={() => removePicture(picture.id)}
          />
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ id }: { readonly id: string }) {
  const url = usePreview(id);
  return (
    <span className={classes['thumbnail']}>
      {url !== undefined && <img src={url} alt="" draggable={false} />}
    </span>
  );
}
