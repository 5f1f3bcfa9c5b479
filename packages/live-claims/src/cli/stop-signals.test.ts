import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onStopSignals } from './stop-signals.ts';

/** Signals at given milliseconds, and what came of them. */
function listening() {
  const source = new EventEmitter();
  const heard: string[] = [];
  let clock = 0;
  const undo = onStopSignals({
    stop: (signal) => heard.push(`stop ${signal}`),
    force: (signal) => heard.push(`force ${signal}`),
    source: source as unknown as NodeJS.Process,
    now: () => clock,
  });
  const press = (at: number, signal: NodeJS.Signals) => {
    clock = at;
    source.emit(signal, signal);
  };
  return { press, heard, undo, source };
}

describe('a request to end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s stops', (signal) => {
    const { press, heard } = listening();
    press(0, signal);
    expect(heard).toEqual([`stop ${signal}`]);
  });

  it('that npm passes on once more is still the same one', () => {
    const { press, heard } = listening();
    press(1000, 'SIGINT');
    press(1030, 'SIGINT');
    expect(heard).toEqual(['stop SIGINT']);
  });

  it('forces the end when it is made again', () => {
    const { press, heard } = listening();
    press(1000, 'SIGINT');
    press(2000, 'SIGINT');
    expect(heard).toEqual(['stop SIGINT', 'force SIGINT']);
  });

  it('is nobody’s business any more after the undo', () => {
    const { press, heard, undo, source } = listening();
    undo();
    press(0, 'SIGTERM');
    expect(heard).toEqual([]);
    expect(source.eventNames()).toEqual([]);
  });
});
