export { textOf } from './field-data.ts';
export { isHttpsUrl } from './https-url.ts';
export { dayAndTime, dayOf, momentFrom, span, written } from './moments.ts';
export { articleOf, withArticle } from './role-words.ts';
export { asErrorLike, SENTENCES, sentenceOf, type Wording } from './sentences.ts';
