import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  PasswordInput,
  TextInput,
} from '@mantine/core';

/** The fonts of `fonts.css`, which come with the app; a device's own for scripts that they do not have. */
const SANS = '"Source Sans 3", "Source Sans 3 Fallback", system-ui, sans-serif';
const SERIF = '"Source Serif 4", "Source Serif 4 Fallback", Georgia, serif';
const MONO = '"Source Code Pro", ui-monospace, monospace';

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  headings: { fontFamily: SERIF, fontWeight: '400' },
  colors: {
    petrol: [
      '#e7f3f5',
      '#cfe5e9',
      '#a3cfd6',
      '#76b8c2',
      '#4f9fac',
      '#2f8796',
      '#177080',
      '#0c5a68',
      '#084854',
      '#053741',
    ],
    red: [
      '#fbeae6',
      '#f6d3cb',
      '#eeab9c',
      '#e6846f',
      '#dd6149',
      '#cf4a30',
      '#bd3b23',
      '#a8321f',
      '#8a2919',
      '#6b2014',
    ],
    gray: [
      '#f7f9f9',
      '#eff3f3',
      '#e3e9e9',
      '#d3dbdc',
      '#b7c2c4',
      '#87969a',
      '#5a6a6e',
      '#465559',
      '#2d393d',
      '#152023',
    ],
    dark: [
      '#e2e9e9',
      '#c0cbcc',
      '#95a4a7',
      '#6b7b7f',
      '#34434a',
      '#263238',
      '#1a2429',
      '#11181c',
      '#0c1215',
      '#070b0d',
    ],
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'md' } }),
  },
});

/** The app's own colours, by meaning. `live` is for what has just arrived, and for nothing else. */
export const cssVariables: CSSVariablesResolver = ({ headings }) => ({
  variables: { '--lc-serif': headings.fontFamily },
  light: {
    '--mantine-color-body': '#f7f9f8',
    '--mantine-color-text': '#1c2629',
    '--mantine-color-dimmed': '#56666a',
    '--mantine-color-error': '#a8321f',
    '--lc-surface': '#ffffff',
    '--lc-line': '#dbe3e3',
    '--lc-ink': '#10191c',
    '--lc-accent': '#0c5a68',
    '--lc-live': '#8a5a00',
    '--lc-live-fill': '#e8a913',
    '--lc-live-tint': '#fdf3da',
    '--lc-error-tint': '#fbeae6',
  },
  dark: {
    '--mantine-color-body': '#11181c',
    '--mantine-color-text': '#dbe3e4',
    '--mantine-color-dimmed': '#95a4a7',
    '--mantine-color-error': '#f0937f',
    '--lc-surface': '#182126',
    '--lc-line': '#2a373d',
    '--lc-ink': '#f0f5f5',
    '--lc-accent': '#76b8c2',
    '--lc-live': '#f0bd4a',
    '--lc-live-fill': '#e8a913',
    '--lc-live-tint': '#2c2613',
    '--lc-error-tint': '#32201c',
  },
});
