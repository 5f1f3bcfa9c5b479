import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { ROOT } from '../../../tools/emulators/root.ts';
import type { AttackLine } from './attack.ts';

/**
 * A reporter that writes `docs/attacks.md` from the attacks that ran: `npm run test:attacks:table`. Writes
 * nothing when a test failed.
 */
export default class WriteTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    if (errors.length > 0 || modules.some((module) => !module.ok())) return;
    const sections = [...modules]
      .sort((a, b) => a.moduleId.localeCompare(b.moduleId))
      .map((module) => ({ file: path.basename(module.moduleId), lines: linesOf(module) }));
    writeFileSync(path.join(ROOT, 'docs', 'attacks.md'), page(sections));
  }
}

interface Section {
  readonly file: string;
  readonly lines: readonly AttackLine[];
}

function linesOf(module: TestModule): readonly AttackLine[] {
  return [...module.children.allTests()].flatMap((test) => test.meta().attack ?? []);
}

function page(sections: readonly Section[]): string {
  const all = sections.flatMap(({ lines }) => lines);
  const gaps = all.filter(({ knownGap }) => knownGap !== null);
  return `# Attacks

Written by \`npm run test:attacks:table\`; do not edit. The suite is \`test/attacks/\`, a part of \`npm test\`.

Each of these ${all.length} attacks is carried out twice by the same code: without one line of defence, where it
has to work, and with it, where it must not. A line is taken out of \`firestore.rules\`, or of the functions'
source, in exactly one place; the test fails when the place is not there any more.

${gaps.length === 0 ? 'None gets in.' : `Known gaps: ${gaps.length}. They are marked, and their tests turn red when they are closed.`}

${sections.map(section).join('\n')}`;
}

function section({ file, lines }: Section): string {
  const threats = Map.groupBy(lines, ({ threat }) => threat);
  return [...threats].map(([threat, attacks]) => table(threat, file, attacks)).join('\n');
}

function table(threat: string, file: string, lines: readonly AttackLine[]): string {
  const rows = lines.map(({ attack, defence, knownGap }) => {
    const stop = knownGap === null ? defence : `${defence}. **Gap:** ${knownGap}`;
    return `| ${cell(attack)} | ${cell(stop)} |`;
  });
  return `## ${threat[0]?.toUpperCase()}${threat.slice(1)}

[\`${file}\`](../test/attacks/${file})

| attack | what stops it |
|---|---|
${rows.join('\n')}
`;
}

/** Text that may hold markup, as a table's cell. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
