/** The part of api-extractor's model (`*.api.json`) that a page shows. */
export interface ApiItem {
  readonly kind: string;
  readonly name?: string;
  readonly docComment?: string;
  readonly excerptTokens?: readonly { readonly text: string }[];
  readonly isOptional?: boolean;
  readonly members?: readonly ApiItem[];
}

interface Comment {
  readonly summary: string;
  readonly params: readonly string[];
  readonly returns: string;
  readonly throws: readonly string[];
  readonly example: string;
  readonly byDefault: string;
}

const WHAT = new Map([
  ['Function', 'Functions'],
  ['Class', 'Classes'],
  ['Variable', 'Values'],
  ['Interface', 'Types'],
  ['TypeAlias', 'Types'],
]);

/**
 * The page of a sub-path: what it exports, as the docstrings say it.
 *
 * @param name as `live-claims/web`.
 * @param model of the sub-path, as api-extractor writes it.
 */
export function renderReference(name: string, model: ApiItem): string {
  const items = model.members?.flatMap(({ members }) => members ?? []) ?? [];
  const groups = [...new Set(WHAT.values())].map((title) => {
    const shown = items.filter(({ kind }) => WHAT.get(kind) === title);
    return { title, shown: shown.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) };
  });
  const full = groups.filter(({ shown }) => shown.length > 0);
  return [
    `# ${name}`,
    'Written from the docstrings by `npm run api`; `npm run check` compares. Do not edit it here.',
    ...full.map(({ title, shown }) => `**${title}**: ${shown.map(linkTo).join(' · ')}`),
    ...full.flatMap(({ title, shown }) => [`## ${title}`, ...shown.flatMap(entry)]),
  ]
    .join('\n\n')
    .concat('\n');
}

const nameOf = ({ name = '' }: ApiItem) => name;
const linkTo = (item: ApiItem) => `[${nameOf(item)}](#${nameOf(item).toLowerCase()})`;

function entry(item: ApiItem): string[] {
  const comment = parseComment(item.docComment ?? '');
  const members = item.members ?? [];
  return [
    `### ${nameOf(item)}`,
    comment.summary,
    // What a type consists of is listed below, with its words.
    fence(members.length > 0 ? `${signatureOf(item)} { … }` : signatureOf(item)),
    [...comment.params.map((param) => `- ${param}`), ...effects(comment)].join('\n'),
    comment.example === '' ? '' : `Example:\n\n${fence(comment.example)}`,
    members.map(member).join('\n'),
  ].filter((part) => part !== '');
}

function effects({ returns, throws }: Comment): string[] {
  return [
    ...(returns === '' ? [] : [`- Returns ${returns}`]),
    ...throws.map((text) => `- Throws ${text.replace(/^\{([^}]+)\}/, '`$1`')}`),
  ];
}

function member(item: ApiItem): string {
  const { summary, params, byDefault, ...rest } = parseComment(item.docComment ?? '');
  const words = [
    // What api-extractor says of a constructor without a docstring.
    summary.startsWith('Constructs a new instance') ? '' : summary,
    ...params.map((param) => `${param}${/[.:!?]$/.test(param) ? '' : '.'}`),
    ...effects({ summary, params, byDefault, ...rest }).map((effect) => effect.slice(2)),
    byDefault === '' ? '' : `Default: ${byDefault}`,
  ].filter((text) => text !== '');
  const signature = `\`${signatureOf(item).replace(/\s+/g, ' ').replace(/;$/, '')}\``;
  return `- ${[signature, words.join(' ').replace(/\s+/g, ' ')].filter(Boolean).join(': ')}`;
}

const signatureOf = ({ excerptTokens = [] }: ApiItem) =>
  excerptTokens
    .map(({ text }) => text)
    .join('')
    .replace(/^export (declare )?/, '')
    .replace(/import\("[^"]+"\)\./g, '')
    .trim();

const fence = (code: string) => `\`\`\`typescript\n${code}\n\`\`\``;

/** A docstring by its tags. */
function parseComment(comment: string): Comment {
  const text = comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .replace(/\{@link ([^}]+)\}/g, '`$1`');
  const [summary = '', ...blocks] = text.split(
    /(?:^|\s)@(?=(?:param|returns|throws|example|default)\b)/m,
  );
  const tagged = (tag: string) =>
    blocks
      .filter((block) => block.startsWith(`${tag} `) || block.startsWith(`${tag}\n`))
      .map((block) => block.slice(tag.length).trim());
  return {
    summary: summary.trim(),
    params: tagged('param').map((param) =>
      oneLine(param).replace(/^(\S+?) (?:- )?(.)/, (_, of, first) => `\`${of}\`: ${first}`),
    ),
    returns: oneLine(tagged('returns').join(' ')),
    throws: tagged('throws').map(oneLine),
    example: tagged('example').join('\n'),
    byDefault: oneLine(tagged('default').join(' ')),
  };
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
