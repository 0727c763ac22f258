// 常用意见: a click puts one where the cursor stands; what was written can be kept as one. Without it they are on a page of their own.
"use strict";

const fieldOf = (element) => element.closest(".phrased").querySelector("textarea");

for (const choice of document.querySelectorAll(".phrases")) choice.hidden = false;

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-phrase]");
  const keep = event.target.closest("[data-keep-phrase]");
  if (chosen) insert(fieldOf(chosen), chosen.dataset.phrase);
  if (keep) {
    const values = { text: fieldOf(keep).value };
    window.htmx.ajax("POST", keep.dataset.keepPhrase, { values, source: keep, target: keep.closest(".phrase-choice") });
  }
});

function insert(field, text) {
  const room = field.maxLength < 0 ? Infinity : field.maxLength - field.value.length + field.selectionEnd - field.selectionStart;
  if (text.length > room) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.matches(".phrase-choice") && event.detail.xhr.status === 422) event.detail.shouldSwap = true;
});
