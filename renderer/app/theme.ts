import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Modal,
  NumberInput,
  Popover,
  Select,
  Tooltip,
} from '@mantine/core';

/** Motion is short, and none at all when the system asks for less. */
const transitionProps = { duration: 120 } as const;

export const theme = createTheme({
  // The accent is the blue that stands for computing everywhere in the window.
  primaryColor: 'accent',
  primaryShade: 6,
  colors: {
    accent: [
      '#e8f4fb',
      '#cfe6f5',
      '#9fcbe9',
      '#74b6e2',
      '#4a9fd6',
      '#1f85c6',
      '#0072b2',
      '#00639b',
      '#005482',
      '#003d60',
    ],
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", monospace',
  defaultRadius: 'sm',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '24px' },
      h2: { fontSize: '15px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { allowDeselect: false, comboboxProps: { transitionProps } } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, transitionProps, closeButtonProps: { 'aria-label': 'Close' } },
    }),
    Drawer: Drawer.extend({
      defaultProps: { transitionProps: { duration: 150 }, closeButtonProps: { 'aria-label': 'Close' } },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        transitionProps,
        openDelay: 400,
        withArrow: true,
        multiline: true,
        maw: 320,
        fz: 'xs',
        events: { hover: true, focus: true, touch: true },
        portalProps: { target: '#tooltips' },
      },
    }),
  },
});

/** Mantine's dimmed, placeholder and error colours are too pale to read; these hold 4.5 : 1 on every surface. */
export const readableColours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#595f69',
    '--mantine-color-placeholder': '#696f79',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#00639b',
    '--studio-surface': '#f6f7f9',
    '--studio-raised': '#ffffff',
    '--studio-line': '#dfe2e6',
    '--studio-scroll': '#b6bbc2',
    '--studio-stage': '#eceef1',
    '--studio-warning': '#8a4b00',
    '--mantine-color-red-light-color': '#b42318',
  },
  dark: {
    '--mantine-color-body': '#1b1d20',
    '--mantine-color-dimmed': '#a9aeb6',
    '--mantine-color-placeholder': '#979ca4',
    '--mantine-color-error': '#ff9389',
    '--mantine-color-anchor': '#74b6e2',
    '--studio-surface': '#16181a',
    '--studio-raised': '#212427',
    '--studio-line': '#33373b',
    '--studio-scroll': '#50555b',
    '--studio-stage': '#101113',
    '--studio-warning': '#ffc069',
    '--mantine-color-accent-light': 'rgb(74 159 214 / 22%)',
    '--mantine-color-accent-light-hover': 'rgb(74 159 214 / 30%)',
    '--mantine-color-accent-light-color': '#b5daf0',
    '--mantine-color-red-light': 'rgb(255 107 107 / 14%)',
    '--mantine-color-red-light-color': '#ff9389',
  },
});
