import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMoon, IconSun } from '../icons.ts';

const NOW = { getInitialValueInEffect: false };

/** To the other scheme; when that is the system's, back to following the system. */
export function ColourSchemeToggle() {
  // Without `keepTransitions` it adds a <style> element, which the page's policy refuses.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme('light', NOW);
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)', false, NOW);
  const other = scheme === 'dark' ? 'light' : 'dark';
  const followsSystem = (other === 'dark') === systemIsDark;
  const Icon = other === 'dark' ? IconMoon : IconSun;
  const label = `Switch to ${other} colours`;
  return (
    <ActionIcon
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(followsSystem ? 'auto' : other)}
    >
      <Icon size={20} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}
