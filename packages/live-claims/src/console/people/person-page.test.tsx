// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { appConfig } from '../../testing/app-roles.ts';
import { World } from '../../testing/world.ts';
import { ConsoleProvider } from '../console-context.tsx';
import { PersonPage } from './person-page.tsx';

afterEach(cleanup);

it('says so where the address has no account id, which could name another document', () => {
  render(
    <MantineProvider env="test">
      <ConsoleProvider
        config={appConfig}
        claims={new World().client as never}
        firestore={{} as never}
        functions={{} as never}
      >
        <PersonPage uid="ada/../../settings" />
      </ConsoleProvider>
    </MantineProvider>,
  );
  expect(screen.getByText('There is no such person')).toBeTruthy();
  expect(screen.getByText('All people').getAttribute('href')).toBe('/people');
});
