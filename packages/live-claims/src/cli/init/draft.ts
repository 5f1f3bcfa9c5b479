import type { AppFacts } from './inspect-app.ts';

/** A file that is made or changed. */
export interface Change {
  /** From the app's folder. */
  readonly path: string;
  /** Null for a new file. */
  readonly before: string | null;
  readonly after: string;
}

/** Files as they will be. */
export class Draft {
  private readonly facts: AppFacts;
  private readonly texts = new Map<string, string>();

  constructor(facts: AppFacts) {
    this.facts = facts;
  }

  read(file: string): string | null {
    return this.texts.get(file) ?? this.facts.read(file);
  }

  /** A new file; one that is there stays. */
  write(file: string, text: string): void {
    if (this.read(file) === null) this.texts.set(file, text);
  }

  /** Changes a file that is there. */
  edit(file: string, change: (text: string) => string): void {
    const text = this.read(file);
    if (text !== null) this.texts.set(file, change(text));
  }

  changes(): Change[] {
    return [...this.texts].flatMap(([file, after]) => {
      const before = this.facts.read(file);
      return before === after ? [] : [{ path: file, before, after }];
    });
  }
}
