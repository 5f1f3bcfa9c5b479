/** Invisible characters that change the text around them: controls and bidi controls. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u200b\u2060\ufeff]/gu;

/** A text that a user chose, without its invisible characters; null where nothing is left. */
export function shownName(text: string | null | undefined): string | null {
  return text?.replace(UNSEEN, '').trim() || null;
}

/** First Strong Isolate and Pop Directional Isolate, put around a name. */
const [OPEN, CLOSE] = ['\u2068', '\u2069'];

/** A name in a sentence; `WithNames` shows it in a `<bdi>`. */
export function isolated(name: string): string {
  return `${OPEN}${name.replaceAll(/[\u2066-\u2069]/g, '')}${CLOSE}`;
}

/** A sentence cut into what is ours and the names in it. */
export function partsOf(sentence: string): readonly { text: string; isName: boolean }[] {
  return sentence
    .split(/(\u2068[^\u2069]*\u2069)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith(OPEN)
        ? { text: part.slice(1, -1), isName: true }
        : { text: part, isName: false },
    );
}
