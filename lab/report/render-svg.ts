import { parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/**
 * The colours of the plots, for a light page and for a dark one. Those of series are out of Okabe and
 * Ito's set, which keeps apart what colour-blind people mix up (https://jfly.uni-koeln.de/color/).
 */
const COLOURS = {
  paper: ['#f7f9f8', '#11181c'],
  ink: ['#10191c', '#f0f5f5'],
  quiet: ['#56666a', '#95a4a7'],
  line: ['#dbe3e3', '#2a373d'],
  grant: ['#0072b2', '#56b4e9'],
  revoke: ['#d55e00', '#f0a04b'],
  refusing: ['#7a5195', '#cc9ad0'],
} as const;

export type Colour = keyof typeof COLOURS;

/** A colour as a plot's specification says it. */
export function colour(name: Colour): string {
  return COLOURS[name][0];
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';

interface Written {
  readonly text?: unknown;
  readonly fontSize?: number;
}

declare module 'vega' {
  /** Exported, and left out of Vega's types. */
  export const textMetrics: { width(item: Written, text?: unknown): number };
}

/** What a letter is wide on average, in parts of the font's size. */
const LETTER = 0.54;

// Without a canvas Vega takes letters for half again as wide, and the margins with them.
textMetrics.width = ({ fontSize = 11, text }, given = text) =>
  LETTER * fontSize * String(given).length;

/** Draws a plot as the text of an SVG file, which follows the reader's colour scheme. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const text = { labelFont: FONT, titleFont: FONT };
  const { spec: vega } = compile(spec, {
    config: {
      background: colour('paper'),
      font: FONT,
      view: { stroke: null },
      axis: {
        ...text,
        domain: false,
        ticks: false,
        grid: true,
        gridColor: colour('line'),
        labelColor: colour('quiet'),
        titleColor: colour('quiet'),
        labelFontSize: 12,
        titleFontSize: 12,
        titleFontWeight: 'normal',
        labelPadding: 8,
        titlePadding: 12,
      },
      legend: {
        ...text,
        orient: 'top',
        direction: 'horizontal',
        title: null,
        labelColor: colour('ink'),
        labelFontSize: 12,
        labelLimit: 0,
        symbolStrokeWidth: 2,
      },
      title: {
        font: FONT,
        subtitleFont: FONT,
        anchor: 'start',
        color: colour('ink'),
        subtitleColor: colour('quiet'),
        fontSize: 16,
        subtitleFontSize: 12,
        subtitlePadding: 6,
        offset: 16,
      },
    },
  });
  const view = new View(parse(vega), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg.replace(/^(<svg[^>]*>)/, `$1${darkStyle()}`)}\n`;
}

/** A style sheet goes before the attributes that the plot is drawn with. */
function darkStyle(): string {
  const rules = Object.values(COLOURS).flatMap(([light, dark]) =>
    ['fill', 'stroke'].map((what) => `[${what}="${light}"]{${what}:${dark}}`),
  );
  return `<style>@media (prefers-color-scheme: dark){${rules.join('')}}</style>`;
}
