import { describe, expect, it } from 'vitest';
import { billedLookUps, type CoverageReport, lookUpsIn } from './look-ups.ts';

const content = `allow read: if get(/users/$(uid)).data.role == 'editor' && exists(/settings/access);`;

/** The part of the rules as an expression of the report. */
function expression(text: string, values: Record<string, number>, children: unknown[] = []) {
  const currentOffset = content.indexOf(text);
  return {
    sourcePosition: { currentOffset, endOffset: currentOffset + text.length - 1 },
    values: Object.entries(values).map(([name, count]) => ({ value: { [name]: {} }, count })),
    children,
  };
}

const report = (role: number, settings: number) =>
  ({
    rules: { files: [{ content }] },
    report: [
      expression('get(/users/$(uid)).data', { mapValue: role }, [
        expression('get(/users/$(uid)', { undefined: 9, mapValue: role }),
      ]),
      expression('exists(/settings/access', { boolValue: settings }),
    ],
  }) as CoverageReport;

describe('look-ups of rules', () => {
  it('are counted by path, and not while the document is still being fetched', () => {
    expect(Object.fromEntries(lookUpsIn(report(2, 3)))).toEqual({
      '/users/$(uid)': 2,
      '/settings/access': 3,
    });
  });

  it('are billed once a request', () => {
    const [before, after] = [lookUpsIn(report(2, 3)), lookUpsIn(report(4, 9))];
    expect(billedLookUps(before, after, 2)).toBe(4);
    expect(billedLookUps(before, before, 2)).toBe(0);
  });
});
