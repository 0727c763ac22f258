// The sections of 部门整体绩效目标 added and moved in place; without this script the order numbers and 保存 do the same.
"use strict";

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

const goals = document.getElementById("goals-form");
if (goals) {
  const list = document.getElementById("sections");
  const blank = document.getElementById("empty-section");
  const total = goals.elements["form-TOTAL_FORMS"];
  const said = document.getElementById("unsaved");
  let unsaved = Boolean(goals.dataset.unsaved);

  const touch = () => {
    unsaved = true;
    said.textContent = "有未保存的修改";
  };
  const number = () => {
    list.querySelectorAll(".goal-order input").forEach((input, place) => { input.value = place + 1; });
  };
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  const dress = (section) => {
    section.querySelector(".goal-order").hidden = true;
    section.querySelector(".goal-moves").hidden = false;
    const area = section.querySelector("textarea");
    area.rows = 2;
    grow(area);
    area.addEventListener("input", () => grow(area));
  };
  const move = (section, up) => {
    const other = up ? section.previousElementSibling : section.nextElementSibling;
    if (!other) return;
    if (up) other.before(section); else other.after(section);
    number();
    touch();
  };

  // A form that comes back unsaved lists its sections as they were sent; their numbers tell how they were moved.
  const place = (section) => Number(section.querySelector(".goal-order input").value) || Infinity;
  [...list.querySelectorAll(".goal-section")].sort((one, other) => (place(one) < place(other) ? -1 : place(one) > place(other) ? 1 : 0))
    .forEach((section) => list.append(section));
  list.querySelectorAll(".goal-section").forEach(dress);
  number();
  if (unsaved) touch();
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-move]");
    if (!button) return;
    move(button.closest(".goal-section"), button.dataset.move === "up");
    button.focus();
  });
  list.addEventListener("change", (event) => {
    if (event.target.name.endsWith("-DELETE")) event.target.closest(".goal-section").classList.toggle("goes", event.target.checked);
  });
  goals.addEventListener("input", touch);
  goals.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  const add = document.getElementById("add-section");
  add.hidden = false;
  add.addEventListener("click", () => {
    const made = document.createElement("div");
    made.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value);
    const section = made.firstElementChild;
    list.append(section);
    total.value = Number(total.value) + 1;
    dress(section);
    number();
    touch();
    section.querySelector("input").focus();
  });
}
