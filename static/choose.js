// Many tables chosen at once: all of the page, all of a unit, and how many they are. Without it each box is ticked by hand.
"use strict";

const boxes = (within) => Array.from(within.querySelectorAll("input[name=id]"));

function show(choosing, within) {
  const all = boxes(within);
  const chosen = all.filter((box) => box.checked).length;
  choosing.hidden = false;
  choosing.checked = chosen > 0 && chosen === all.length;
  choosing.indeterminate = chosen > 0 && !choosing.checked;
}

function tell() {
  for (const place of document.querySelectorAll("[data-chosen]")) {
    place.textContent = `${boxes(place.form ?? place.closest("form")).filter((box) => box.checked).length} 张`;
  }
  for (const choosing of document.querySelectorAll("[data-choose-all]")) show(choosing, choosing.form);
  for (const choosing of document.querySelectorAll("[data-choose-group]")) show(choosing, choosing.closest("[data-group]"));
}

document.addEventListener("change", (event) => {
  const target = event.target;
  const within = target.matches("[data-choose-all]") ? target.form : target.matches("[data-choose-group]") ? target.closest("[data-group]") : null;
  if (within) for (const box of boxes(within)) box.checked = target.checked;
  tell();
});
window.addEventListener("pageshow", tell);
tell();
