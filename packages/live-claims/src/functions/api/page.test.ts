import { describe, expect, it } from 'vitest';
import { Html, html } from './page.ts';

describe('markup', () => {
  it('escapes texts, for elements and quoted attributes', () => {
    const text = `<script>alert("1")</script> & 'more'`;
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;">' +
        '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;</p>',
    );
  });

  it('takes markup as it is, alone and in lists', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${new Html('<hr>')}`.markup).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul><hr>',
    );
  });

  it('escapes what was escaped before: a text is a text', () => {
    expect(html`${'&lt;'}`.markup).toBe('&amp;lt;');
  });
});
