// A list of tables: all of a page chosen at once, and how many are chosen. Without it each box is ticked by hand.
"use strict";

function boxes() {
  return Array.from(document.querySelectorAll("#tables input[name=id]"));
}

function tell() {
  const chosen = boxes().filter((box) => box.checked).length;
  const all = document.querySelector("[data-choose-all]");
  for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = `${chosen} 张`;
  for (const button of document.querySelectorAll("[data-for-chosen]")) button.disabled = !chosen;
  if (!all) return;
  all.hidden = false;
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-choose-all], #tables input[name=id]")) tell();
});
document.addEventListener("htmx:afterSettle", tell);
window.addEventListener("pageshow", tell);
tell();
