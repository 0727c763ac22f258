// An attachment opens beside the form and is closed by its button or Esc. Without it the link leads to a page.
"use strict";

const panel = document.getElementById("attachment-panel");
let opener = null;

function close() {
  if (!panel.firstChild) return;
  panel.replaceChildren();
  opener?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-view-attachment]")) opener = event.target;
  if (event.target.closest("[data-close-attachment]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== panel) return;
  panel.querySelector("[data-close-attachment]").hidden = false;
  panel.focus();
});
