/** Okabe–Ito colours, told apart with any kind of colour vision; patterns tell them apart without colour. */
export const ACTIVITY_COLOURS = {
  compute: '#0072b2',
  exchange: '#e69f00',
  wait: { light: '#c4c8cd', dark: '#56595e' },
  failed: '#d55e00',
} as const;
