import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people.ts';
import { type StartFacts, startSummary } from './start-summary.ts';

const summary = (facts: Partial<StartFacts> = {}) =>
  stripVTControlCharacters(
    startSummary({
      webUrl: 'http://localhost:5173',
      uiUrl: null,
      logFile: '.live-claims/start.log',
      people: DEMO_PEOPLE,
      password: DEMO_PASSWORD,
      exportTo: null,
      ...facts,
    }),
  );

describe('the summary of a start', () => {
  it('says where to go and as whom', () => {
    const text = summary();
    expect(text).toContain('http://localhost:5173');
    expect(text).toContain(DEMO_PASSWORD);
    for (const { email, role } of DEMO_PEOPLE) {
      expect(text).toMatch(new RegExp(`${email} +${role}`));
    }
  });

  it('names the Emulator UI only when it is there', () => {
    expect(summary()).not.toContain('Emulator UI');
    expect(summary({ uiUrl: 'http://127.0.0.1:4000' })).toMatch(
      /Emulator UI +http:\/\/127.0.0.1:4000/,
    );
  });

  it('names only the demo people that are there', () => {
    const [olivia] = DEMO_PEOPLE;
    const some = summary({ people: olivia ? [olivia] : [] });
    expect(some).toContain('olivia@example.com');
    expect(some).not.toContain('Victor');
    const none = summary({ people: [] });
    expect(none).not.toContain(DEMO_PASSWORD);
    expect(none).not.toContain('Amir');
    expect(none).toContain('grant <e-mail address or account id> owner');
  });

  it('says what becomes of the data', () => {
    expect(summary()).toContain('forgets the data');
    expect(summary({ exportTo: '.data' })).toContain('saves the data to .data');
  });

  it('fits a terminal of 100 columns', () => {
    const widths = summary()
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(100);
  });
});
