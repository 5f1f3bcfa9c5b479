import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import classes from './end-input.module.css';
import { END_PRESETS } from './end-presets.ts';
import { textOf } from './field-data.ts';
import { dayAndTime, isMoment } from './moments.ts';

/** The zone that the times are of: this device's. */
const TIME_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When a role ends: a usual time, or one of the user's own; the field `until` of the form, in local time. */
export function EndInput({
  end,
  label = 'Ends (optional)',
  error = false,
}: {
  /** At first, in milliseconds since the Unix epoch; null for never. */
  end: number | null;
  label?: string;
  error?: ReactNode;
}) {
  const [text, setText] = useState(end === null ? '' : localText(end));
  const millis = text === '' ? Number.NaN : new Date(text).getTime();
  return (
    <div className={classes.end}>
      <TextInput
        name="until"
        type="datetime-local"
        label={label}
        description={`The role ends at this time (${TIME_ZONE}). Leave it empty for a role that stays.`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={error}
      />
      <fieldset className={classes.presets} aria-label="Usual ends">
        {END_PRESETS.map(({ label, at }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            onClick={() => setText(localText(at(Date.now())))}
          >
            {label}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" onClick={() => setText('')}>
          No end
        </Button>
        {/* The field shows the order of the device's language; this is the one of all pages. */}
        {isMoment(millis) && <span className={classes.words}>{dayAndTime(millis)}</span>}
      </fieldset>
    </div>
  );
}

/** What was chosen, in milliseconds since the Unix epoch; null for never, NaN for what is no time. */
export function endIn(form: FormData): number | null {
  const text = textOf(form, 'until');
  return text === '' ? null : new Date(text).getTime();
}

/** A time as `<input type="datetime-local">` takes it, in this device's time zone. */
function localText(millis: number): string {
  if (!isMoment(millis)) return '';
  const offset = new Date(millis).getTimezoneOffset() * 60_000;
  return new Date(millis - offset).toISOString().slice(0, 16);
}
