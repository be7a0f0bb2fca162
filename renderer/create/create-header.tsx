import { Button, Select, Title, VisuallyHidden } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { goTo } from '../app/navigation';
import { useActiveCount, useRunningJobId } from '../bridge/queue-store';
import { count } from '../design/numbers';
import classes from './create-page.module.css';
import { chooseModel, useForm, useFormModel, useModelList } from './form/form-store';
import { ModeSwitch } from './mode-switch';
import { showExamples, showJob, useSubject } from './stage/subject';

export function CreateHeader() {
  const subject = useSubject();
  return (
    <header className={classes['header']}>
      <VisuallyHidden>
        <Title order={1}>Create</Title>
      </VisuallyHidden>
      <ModeSwitch />
      <div className={classes['right']}>
        <WatchRunning />
        {subject.kind !== 'examples' && (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={showExamples}
          >
            New
          </Button>
        )}
        <JobsButton />
        <ModelChoice />
      </div>
    </header>
  );
}

/** Back to the job at work when the stage shows something else. */
function WatchRunning() {
  const subject = useSubject();
  const running = useRunningJobId();
  if (running === undefined || (subject.kind === 'job' && subject.id === running)) return null;
  return (
    <Button variant="light" size="xs" onClick={() => showJob(running)}>
      Watch the running job
    </Button>
  );
}

function JobsButton() {
  const active = useActiveCount();
  if (active === 0) return null;
  return (
    <Button
      variant="subtle"
      size="xs"
      className="tabular"
      leftSection={<IconListDetails size={16} aria-hidden />}
      onClick={() => goTo('queue')}
    >
      {count(active, 'job')}
    </Button>
  );
}

function ModelChoice() {
  const kind = useForm((state) => state.kind);
  const models = useModelList().filter((candidate) => candidate.kind === kind);
  const model = useFormModel();
  return (
    <Select
      aria-label="Model"
      placeholder="No model"
      size="xs"
      w={200}
      disabled={models.length === 0}
      data={models.map(({ id, title }) => ({ value: id, label: title }))}
      value={model?.id ?? null}
      onChange={(id) => {
        const chosen = models.find((candidate) => candidate.id === id);
        if (chosen !== undefined && chosen.id !== model?.id) chooseModel(chosen);
      }}
    />
  );
}
