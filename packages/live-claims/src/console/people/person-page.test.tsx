// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { inConsole } from '../../testing/in-console.tsx';
import { PersonPage } from './person-page.tsx';

afterEach(cleanup);

it('says so where the address has no account id, which could name another document', () => {
  render(inConsole(<PersonPage uid="ada/../../settings" />));
  expect(screen.getByText('There is no such person')).toBeTruthy();
  expect(screen.getByText('All people').getAttribute('href')).toBe('/people');
});
