/** Page after page, from the cursor on, for as long as a page names another one. */
export declare function pagesFrom<Cursor, Page extends {
    readonly next: Cursor | null;
}>(work: (cursor: Cursor) => Promise<Page>, begin: Cursor): AsyncGenerator<Page, void, undefined>;
