import { Button, EmptyState, FileButton } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { ACCEPTED, takePictures, useIsTaking } from '../../pictures/intake';
import { useFormOf } from '../form/form-store';
import { useShownPicture } from '../pictures/form-pictures';
import { FramedPicture } from '../pictures/framed-picture';
import { shapeOf } from '../pictures/picture-field';

/** The picture as the clip will take it, in the place where the clip will be; until there is one, how to get one. */
export function ImageToVideoStart() {
  const values = useFormOf('image-to-video');
  const shown = useShownPicture();
  const taking = useIsTaking();
  if (shown !== undefined) return <FramedPicture picture={shown} fit={values.fit} shape={shapeOf(values)} />;
  return (
    <EmptyState
      icon={<IconPhoto stroke={1.4} />}
      title="Which picture should come alive?"
      description="Drop one anywhere in the window, paste it, or choose a file. Several become a clip each."
    >
      <FileButton multiple accept={ACCEPTED} onChange={(files) => takePictures(files)}>
        {(props) => (
          <Button {...props} loading={taking}>
            Choose pictures…
          </Button>
        )}
      </FileButton>
    </EmptyState>
  );
}
