import type { Page } from 'playwright-core';

/** A picture of all pages, side by side, and how long it stood. */
interface Frame {
  readonly pictures: readonly Buffer[];
  milliseconds: number;
}

/** Longer than this nothing stands still: nobody waits for a loop to go on. */
const LONGEST_MS = 2_500;
/** After the last picture, before it begins anew. */
const PAUSE_MS = 3_000;
const SEAM_PX = 2;

/** What pages of one size show over time, as a moving picture. */
export class Recording {
  readonly #pages: readonly Page[];
  readonly #frames: Frame[] = [];
  #isOver = false;
  readonly #done: Promise<void>;

  constructor(pages: readonly Page[]) {
    this.#pages = pages;
    this.#done = this.#record();
    // Where a test fails its pages close meanwhile; `save` says so.
    this.#done.catch(() => undefined);
  }

  async #record(): Promise<void> {
    while (!this.#isOver) {
      const begun = performance.now();
      const pictures = await Promise.all(
        this.#pages.map((page) => page.screenshot({ caret: 'initial' })),
      );
      const last = this.#frames.at(-1);
      const isSame = last?.pictures.every((one, at) => one.equals(pictures[at] as Buffer));
      const frame = isSame && last ? last : { pictures, milliseconds: 0 };
      if (frame !== last) this.#frames.push(frame);
      frame.milliseconds += performance.now() - begun;
    }
  }

  /**
   * Ends the recording, and writes it as an animated WebP.
   *
   * @returns how many different pictures it has.
   */
  async save(file: string): Promise<number> {
    this.#isOver = true;
    await this.#done;
    // Only for the command that makes pictures: tests need no native code for that.
    const { default: sharp } = await import('sharp');
    const { width, height } = this.#pages[0]?.viewportSize() ?? { width: 0, height: 0 };
    const between = width + SEAM_PX;
    const canvas = {
      width: between * this.#pages.length - SEAM_PX,
      height,
      channels: 3,
      background: '#888',
    } as const;
    const frames = await Promise.all(
      this.#frames.map(({ pictures }) =>
        sharp({ create: canvas })
          .composite(pictures.map((input, at) => ({ input, left: at * between, top: 0 })))
          .png()
          .toBuffer(),
      ),
    );
    const delay = this.#frames.map(({ milliseconds }) =>
      Math.round(Math.min(milliseconds, LONGEST_MS)),
    );
    const animated = { animated: true } as const;
    await sharp(frames, { join: animated })
      .webp({ delay: [...delay.slice(0, -1), PAUSE_MS], loop: 0, quality: 80, effort: 6 })
      .toFile(file);
    return frames.length;
  }
}
