import { Sentence } from '../../design/sentence';
import classes from './notices.module.css';

/** What the app has to say about the clip, such as a prompt cut short; it lies over the picture and moves nothing. */
export function Notices({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <div className={classes['notices']}>
      {texts.map((text) => (
        <Sentence key={text} kind="warning">
          {text}
        </Sentence>
      ))}
    </div>
  );
}
