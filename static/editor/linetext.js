// Running text as it comes from Word, a page or a mail: lines, and which of them are headings.

const BREAKS = /\r\n|[\r\n\v\f\u2028\u2029]/;
const NUMBERED = /^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|[（(]?\d+[)）]|\d+[、.．])[ \t\u00a0\u3000]+/;
const HEADING = /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])/;
const LONGEST_HEADING = 60; // what is longer is a paragraph that happens to begin with a number

export const hasBreaks = (text) => BREAKS.test(text);

// {kind, text} for every line that says something. A number that Word had put before a tab stands close to its text.
export function pieces(text) {
  return text.split(BREAKS)
    .map((line) => line.trim().replace(NUMBERED, "$1").replace(/\t+/g, " "))
    .filter(Boolean)
    .map((line) => ({ kind: isHeading(line) ? "heading" : "item", text: line }));
}

function isHeading(line) {
  return HEADING.test(line) && line.length <= LONGEST_HEADING && !/[。；;！？，：:]$/.test(line);
}
