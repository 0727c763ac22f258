// What differs in an offline file: all taken or none at once, and how many are. Without it each box is ticked by hand.
"use strict";

const form = document.querySelector("[data-offline]");
const boxes = form ? Array.from(form.querySelectorAll("input[name=take]")) : [];

function tell() {
  const taken = boxes.filter((box) => box.checked).length;
  const place = form.querySelector("[data-taken]");
  if (place) place.textContent = `采用 ${taken} 处，保留系统内容 ${boxes.length - taken} 处`;
}

if (boxes.length) {
  for (const button of form.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of boxes) box.checked = button.dataset.take === "all";
      tell();
    });
  }
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
}
