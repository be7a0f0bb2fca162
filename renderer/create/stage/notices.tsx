import { Sentence } from '../../design/sentence';
import classes from './notices.module.css';

type Props = {
  readonly texts: readonly string[];
  /** In a row of their own, instead of over the picture, where they move nothing. */
  readonly apart: boolean;
};

/** What the app has to say about the clip, such as a prompt cut short. */
export function Notices({ texts, apart }: Props) {
  if (texts.length === 0) return null;
  return (
    <div className={classes['notices']} data-apart={apart || undefined}>
      {texts.map((text) => (
        <Sentence key={text} kind="warning">
          {text}
        </Sentence>
      ))}
    </div>
  );
}
