// Of the ways to begin a table only the chosen one's field is shown.
"use strict";

const start = document.getElementById("id_start");
const show = () => {
  for (const part of document.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== start.value;
};
start.addEventListener("change", show);
show();
