import { written } from 'live-claims/console/parts/text';

const TO_THE_MILLISECOND = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** “24 Nov 2026, 14:05:09.123” */
export function toTheMillisecond(millis: number): string {
  return written(TO_THE_MILLISECOND, millis);
}
