/** A time as one reads it, given in milliseconds: “0.4 ms”, “84 ms”, “1.2 s”, “5 min”, “1 h”. */
export function toldTime(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${trimmed(ms / 1_000)} s`;
  if (ms < 3_570_000) return `${trimmed(ms / 60_000)} min`;
  return `${trimmed(ms / 3_600_000)} h`;
}

/** How many times one time is another: “1.1×”, “530×”, “25,000×”. */
export function toldRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  const digits =
    ratio < 9.95 ? ratio.toFixed(1) : Number(ratio.toPrecision(2)).toLocaleString('en');
  return `${digits}×`;
}

/** US dollars: “$0.0031”, “$4.20”, “$1,300”. */
export function toldDollars(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.995) return `$${Number(dollars.toPrecision(2))}`;
  if (dollars < 99.5) return `$${dollars.toFixed(2)}`;
  return `$${Number(dollars.toPrecision(3)).toLocaleString('en')}`;
}

/** A count: up to two decimals, thousands apart. */
export function toldCount(count: number): string {
  return count.toLocaleString('en', { maximumFractionDigits: 2 });
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(1)));
}
