import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { formatStackError, StackError } from './stack-error.ts';

const shown = (error: StackError) => stripVTControlCharacters(formatStackError(error));

it('a known failure reads as what happened, the evidence and what to do, without a stack', () => {
  const error = new StackError('stack-died', 'The local stack has ended.', {
    details: ['⚠ one', '⚠ two'],
    next: 'Start it again.\nOr do not.',
  });
  expect(shown(error)).toBe(
    [
      '',
      '✗ [stack-died] The local stack has ended.',
      '',
      '    ⚠ one',
      '    ⚠ two',
      '',
      '  → Start it again.',
      '    Or do not.',
      '',
    ].join('\n'),
  );
});

it('a failure without evidence leaves no gap for it', () => {
  const error = new StackError('no-java', 'No Java.', { next: 'Install one.' });
  expect(shown(error)).toBe('\n✗ [no-java] No Java.\n\n  → Install one.\n');
});
