// A table under review: the cells that points are about stand out, and a click on a cell chooses it for the next point.
// Without it the place is chosen from the list.
"use strict";

function cellsAt(path) {
  const cells = Array.from(document.querySelectorAll("table.form [data-path]"));
  return cells.filter((cell) => cell.dataset.path === path || (path.endsWith("]") && cell.dataset.path.startsWith(`${path}.`)));
}

function markPoints() {
  for (const cell of document.querySelectorAll("table.form .has-point")) cell.classList.remove("has-point");
  for (const point of document.querySelectorAll("[data-point-path]")) {
    if (point.dataset.pointPath) for (const cell of cellsAt(point.dataset.pointPath)) cell.classList.add("has-point");
  }
}

// A 一级 or 二级指标 is no place of its own: it stands for the indicators of its side.
function placeOf(select, path) {
  const places = Array.from(select.options, (option) => option.value);
  return [path, path.split("[")[0]].find((place) => places.includes(place));
}

function choose(select, path) {
  const place = placeOf(select, path);
  if (place === undefined) return;
  select.value = place;
  select.closest("details").open = true;
  showChosen(select);
  select.form.elements.text.focus();
}

function showChosen(select) {
  for (const cell of document.querySelectorAll("table.form .is-chosen")) cell.classList.remove("is-chosen");
  if (select.value) for (const cell of cellsAt(select.value)) cell.classList.add("is-chosen");
}

const marking = document.querySelector("form[data-marking]");
if (marking) {
  const select = marking.elements.path;
  document.querySelector("[data-choosing]").hidden = false;
  document.querySelector(".form-paper").classList.add("choosing");
  select.addEventListener("change", () => showChosen(select));
  document.querySelector(".form-paper").addEventListener("click", (event) => {
    const cell = event.target.closest("[data-path]");
    if (cell) choose(select, cell.dataset.path);
  });
}
document.addEventListener("click", (event) => {
  const point = event.target.closest("[data-point-place]")?.closest("[data-point-path]");
  if (point?.dataset.pointPath) cellsAt(point.dataset.pointPath)[0]?.scrollIntoView({ block: "center" });
});
document.addEventListener("htmx:afterSettle", markPoints);
markPoints();
