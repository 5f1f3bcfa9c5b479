/** Page after page, from the cursor on, for as long as a page names another one. */
export async function* pagesFrom<Cursor, Page extends { readonly next: Cursor | null }>(
  work: (cursor: Cursor) => Promise<Page>,
  begin: Cursor,
): AsyncGenerator<Page, void, undefined> {
  let cursor = begin;
  for (;;) {
    const page = await work(cursor);
    yield page;
    if (page.next === null) return;
    cursor = page.next;
  }
}
