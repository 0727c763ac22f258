// Opinions kept as they are typed (htmx sends them): what stands beside the field is true at every moment, and the fields of the other
// buttons say the same. Without it an opinion is sent with its button, and nothing says that it was saved before.
"use strict";

const opinions = () => Array.from(document.querySelectorAll("[data-opinion]"));
const say = (field, text, isWrong = false) => {
  const place = field.closest(".phrased").querySelector(".opinion-saved");
  place.textContent = text;
  place.classList.toggle("text-danger", isWrong);
};

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-opinion]")) return;
  for (const field of opinions()) {
    field.value = event.target.value;
    say(field, field === event.target ? "有未保存的修改" : "");
  }
});

// What the button itself sends needs not be kept any more.
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("[data-opinion]")) field.dataset.sent = "1";
});
window.addEventListener("pageshow", () => opinions().forEach((field) => delete field.dataset.sent));
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
});

// A refusal is a sentence of the server's, where it has one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt } = event.detail.requestConfig;
  if (elt.matches("[data-opinion]") && [409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const { elt } = event.detail.requestConfig;
    if (elt.matches("[data-opinion]") && ![409, 422].includes(event.detail.xhr.status)) say(elt, "保存失败，离开前请先复制您写的意见", true);
  });
}
