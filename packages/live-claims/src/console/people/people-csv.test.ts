import { describe, expect, it } from 'vitest';
import { csvCell, peopleCsv } from './people-csv.ts';

describe('people as CSV', () => {
  it('leaves no cell that a spreadsheet would run', () => {
    for (const text of ['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1']) {
      expect(csvCell(text)).toMatch(/^"?'/);
    }
    expect(csvCell('Ada = Lovelace')).toBe('Ada = Lovelace');
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(csvCell('Lovelace, "Ada"\nCountess')).toBe('"Lovelace, ""Ada""\nCountess"');
  });

  it('has a line for each person, in an order of columns that stays', () => {
    const row = {
      uid: 'u1',
      name: '山田, 太郎',
      email: null,
      emailVerified: false,
      role: 'editor',
      effectiveRole: 'editor',
      state: 'ok',
      problem: null,
      endsAt: 0,
      changedAt: null,
      changedBy: null,
      createdAt: null,
      lastSignInAt: null,
      hasDocument: true,
      version: 1,
    } as const;
    expect(peopleCsv([row])).toBe(
      '\ufeffuid,name,email,role,state,endsAt,lastSignInAt,changedAt\r\n' +
        'u1,"山田, 太郎",,editor,ok,1970-01-01T00:00:00.000Z,,\r\n',
    );
  });
});
