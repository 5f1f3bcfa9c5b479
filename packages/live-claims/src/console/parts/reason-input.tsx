import { TextInput } from '@mantine/core';
import { MAX_REASON_LENGTH } from '../../core/index.ts';
import { textOf } from './field-data.ts';

/** The reason of a change, for the audit log. */
export function ReasonInput() {
  return (
    <TextInput
      name="reason"
      label="Reason (optional)"
      description="Shown in the audit log."
      maxLength={MAX_REASON_LENGTH}
      autoComplete="off"
    />
  );
}

/** What was written into it; null for nothing. */
export function reasonIn(form: FormData): string | null {
  return textOf(form, 'reason') || null;
}
