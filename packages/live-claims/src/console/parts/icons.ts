// One by one, and not from the package's index: there, a development server finds six
// thousand icons in a file of 16 MB.
export { default as IconAlertTriangle } from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
export { default as IconClock } from '@tabler/icons-react/dist/esm/icons/IconClock.mjs';
export { default as IconDots } from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
export { default as IconX } from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
