import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { type ConsoleOptions, ConsoleProvider } from '../console/console-context.tsx';
import { appConfig } from './app-roles.ts';
import { World } from './world.ts';

/** A part of the console where it has what it needs, with a client of its own; `options` count more than what is here. */
export function inConsole(children: ReactNode, options: Partial<ConsoleOptions> = {}) {
  const claims = {
    ...new World().client,
    withFreshClaims: (work: () => Promise<unknown>) => work(),
  };
  return (
    <MantineProvider env="test">
      <ConsoleProvider
        config={appConfig}
        claims={claims as never}
        firestore={{} as never}
        functions={{} as never}
        {...options}
      >
        {children}
      </ConsoleProvider>
    </MantineProvider>
  );
}
