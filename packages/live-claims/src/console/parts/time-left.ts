const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** The units of a time span, with the largest span of each, in milliseconds. */
const UNITS = [
  { name: 's', millis: SECOND, upTo: 2 * MINUTE },
  { name: 'min', millis: MINUTE, upTo: 2 * HOUR },
  { name: 'h', millis: HOUR, upTo: 2 * DAY },
  { name: 'days', millis: DAY, upTo: Number.POSITIVE_INFINITY },
] as const;

export interface TimeLeft {
  /** “12 s”, “4 min”, “3 h”, “5 days”: rounded up, so that it never ends early. */
  readonly text: string;
  /** Milliseconds until another text is due. */
  readonly changesIn: number;
}

/** @param millis left, more than 0. */
export function timeLeft(millis: number): TimeLeft {
  const unit = UNITS.find(({ upTo }) => millis <= upTo) ?? UNITS[3];
  const count = Math.ceil(millis / unit.millis);
  const next = (count - 1) * unit.millis;
  return { text: `${count} ${unit.name}`, changesIn: millis - next };
}
