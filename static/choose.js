// Tables chosen in a list: all of the page, all of a unit, and how many they are. Without it each box is ticked by hand.
"use strict";

// Functions and no constants: htmx runs the script once more when somebody goes back.
function boxes(within) {
  return Array.from(within.querySelectorAll("input[name=id]"));
}

function chosen(within) {
  return boxes(within).filter((box) => box.checked).length;
}

function around(element) {
  return element.closest("form") ?? document;
}

function reachOf(choosing) {
  return choosing.matches("[data-choose-group]") ? choosing.closest("[data-group]") : around(choosing);
}

function show(choosing) {
  const within = reachOf(choosing);
  const count = chosen(within);
  choosing.hidden = false;
  choosing.checked = count > 0 && count === boxes(within).length;
  choosing.indeterminate = count > 0 && !choosing.checked;
}

function tell() {
  for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = `${chosen(around(place))} 张`;
  for (const button of document.querySelectorAll("[data-for-chosen]")) button.disabled = !chosen(around(button));
  document.querySelectorAll("[data-choose-all], [data-choose-group]").forEach(show);
}

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-choose-all], [data-choose-group]")) for (const box of boxes(reachOf(target))) box.checked = target.checked;
  tell();
});
document.addEventListener("htmx:afterSettle", tell);
window.addEventListener("pageshow", tell);
tell();
