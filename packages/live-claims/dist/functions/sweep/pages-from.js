/** Page after page, from the cursor on, for as long as a page names another one. */
export async function* pagesFrom(work, begin) {
    let cursor = begin;
    for (;;) {
        const page = await work(cursor);
        yield page;
        if (page.next === null)
            return;
        cursor = page.next;
    }
}
