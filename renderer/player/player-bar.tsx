import { ActionIcon, Menu, Slider, Tooltip } from '@mantine/core';
import {
  IconAspectRatio,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconRepeat,
  type TablerIcon,
} from '@tabler/icons-react';
import { useCommand } from '../app/commands';
import { clock } from '../design/numbers';
import type { Playback } from './playback';
import classes from './player.module.css';
import { usePlaybackState } from './use-playback';
import { toggleActualSize, toggleCrisp, usePlayerView } from './view-store';

const SPEEDS = [0.25, 0.5, 1, 2] as const;

type ButtonProps = {
  readonly label: string;
  readonly icon: TablerIcon;
  readonly onClick: () => void;
  readonly pressed?: boolean;
};

function BarButton({ label, icon: Icon, onClick, pressed }: ButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'accent' : 'gray'}
        size={32}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        <Icon size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** Play, step, scrub, speed, loop and how to scale. */
export function PlayerBar({ playback }: { readonly playback: Playback }) {
  const playing = usePlaybackState(playback, 'playing');
  const loop = usePlaybackState(playback, 'loop');
  useCommand('play', playback.toggle);
  useCommand('previous-frame', () => playback.step(-1));
  useCommand('next-frame', () => playback.step(1));
  return (
    <div className={classes['bar']} role="toolbar" aria-label="Player">
      <BarButton label="Previous frame" icon={IconPlayerSkipBack} onClick={() => playback.step(-1)} />
      <BarButton
        label={playing ? 'Pause' : 'Play'}
        icon={playing ? IconPlayerPause : IconPlayerPlay}
        onClick={playback.toggle}
      />
      <BarButton label="Next frame" icon={IconPlayerSkipForward} onClick={() => playback.step(1)} />
      <Scrubber playback={playback} />
      <span className={classes['gap']} />
      <SpeedMenu playback={playback} />
      <BarButton label="Loop" icon={IconRepeat} pressed={loop} onClick={() => playback.setLoop(!loop)} />
      <ViewMenu />
    </div>
  );
}

function Scrubber({ playback }: { readonly playback: Playback }) {
  const frame = usePlaybackState(playback, 'frame');
  const { frames, fps } = playback;
  return (
    <>
      <Slider
        className={classes['scrub']}
        size={4}
        thumbSize={14}
        min={0}
        max={Math.max(1, frames - 1)}
        value={frame}
        label={(at) => `Frame ${at + 1} of ${frames}`}
        thumbLabel="Position"
        disabled={frames === 1}
        onChange={playback.seek}
      />
      <span className={classes['position']}>
        {clock(frame / fps)}
        <span className={classes['length']}> / {clock(frames / fps)}</span>
      </span>
    </>
  );
}

function SpeedMenu({ playback }: { readonly playback: Playback }) {
  const speed = usePlaybackState(playback, 'speed');
  return (
    <Menu position="top" transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          w={44}
          fz="xs"
          className="tabular"
          aria-label={`Speed ${speed}×`}
        >
          {speed}×
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={String(speed)} onChange={(value) => playback.setSpeed(Number(value))}>
          {SPEEDS.map((value) => (
            <Menu.RadioItem key={value} value={String(value)}>
              {value}× {value === 1 ? 'normal' : value < 1 ? 'slow' : 'fast'}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function ViewMenu() {
  const { crisp, actualSize } = usePlayerView();
  return (
    <Menu position="top" transitionProps={{ duration: 120 }} closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="View">
          <IconAspectRatio size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem checked={!actualSize} onChange={toggleActualSize}>
          Fill the stage
        </Menu.CheckboxItem>
        <Menu.CheckboxItem checked={crisp} onChange={toggleCrisp}>
          Crisp pixels
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}
