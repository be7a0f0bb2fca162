import { ClipSection } from './clip-section';
import classes from './create-form.module.css';
import { GenerateBar } from './generate-bar';
import { ParallelismSection } from './parallelism-section';
import { PromptField } from './prompt-field';
import { SamplingFields } from './sampling-fields';
import { SeedField } from './seed-field';

/** Everything for a first clip is in sight; the rest is folded with a line that says what it holds. */
export function CreateForm() {
  return (
    <form className={classes['form']} aria-label="Clip" onSubmit={(event) => event.preventDefault()}>
      <div className={classes['fields']}>
        <PromptField />
        <SeedField />
        <SamplingFields />
        <div>
          <ClipSection />
          <ParallelismSection />
        </div>
      </div>
      <GenerateBar />
    </form>
  );
}
