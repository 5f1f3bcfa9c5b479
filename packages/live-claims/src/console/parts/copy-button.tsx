import { Button } from '@mantine/core';
import { useState } from 'react';

/** How long it says that the text was copied, in milliseconds. */
const SAID_MS = 2_000;

/** Copies a text to the clipboard, and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const say = (word: string) => {
    setSaid(word);
    setTimeout(setSaid, SAID_MS, null);
  };
  return (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      aria-label={label}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => say('Copied'),
          () => say('Not copied'),
        );
      }}
    >
      <span role="status">{said ?? 'Copy message'}</span>
    </Button>
  );
}
