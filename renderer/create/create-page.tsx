import { CreateHeader } from './create-header';
import classes from './create-page.module.css';
import { CreateForm } from './form/create-form';
import { MachineStrip } from './machine-strip';
import { Stage } from './stage/stage';

/** Prompt on the left, the clip in the middle, the machine at work underneath. */
export function CreatePage() {
  return (
    <div className={classes['page']}>
      <CreateHeader />
      <div className={classes['columns']}>
        <CreateForm />
        <section className={classes['work']} aria-label="Stage">
          <Stage />
          <MachineStrip />
        </section>
      </div>
    </div>
  );
}
