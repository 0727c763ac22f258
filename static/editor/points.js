// The cells that a return is about stand out in the editor, and its list leads to them. Rows are known by their keys, for they move.
const root = document.getElementById("editor");

function cellsOf(point) {
  const { pointPath, pointRow, pointField } = point.dataset;
  if (pointRow) return root.querySelectorAll(`[data-row="${pointRow}"]${pointField ? `[data-field="${pointField}"]` : "[data-field]"}`);
  return pointPath ? root.querySelectorAll(`table [data-path="${pointPath}"]`) : [];
}

function mark() {
  for (const cell of root.querySelectorAll(".has-point")) cell.classList.remove("has-point");
  for (const point of root.querySelectorAll("[data-point-path]")) for (const cell of cellsOf(point)) cell.classList.add("has-point");
}

root.addEventListener("click", (event) => {
  const point = event.target.closest("[data-point-place]")?.closest("[data-point-path]");
  if (point) cellsOf(point)[0]?.querySelector("textarea, input")?.focus();
});
root.addEventListener("editor:rows", mark);
document.addEventListener("htmx:afterSettle", mark);
mark();
