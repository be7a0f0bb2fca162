import { useEffect, useState } from 'react';
import { find } from '../../pictures/originals';
import { removePicture } from './form-pictures';

/** A URL of a picture of the form, small; undefined while it is fetched. A picture whose file is gone leaves the form. */
export function usePreview(id: string): string | undefined {
  const [shown, setShown] = useState<{ readonly id: string; readonly url: string }>();
  useEffect(() => {
    let url: string | undefined;
    let wanted = true;
    void find(id).then((kept) => {
      if (!wanted) return;
      if (kept === undefined) {
        removePicture(id);
        return;
      }
      url = URL.createObjectURL(kept.preview);
      setShown({ id, url });
    });
    return () => {
      wanted = false;
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [id]);
  return shown?.id === id ? shown.url : undefined;
}
