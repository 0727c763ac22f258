// The desk by keyboard: from table to table, and to the acts of the one that is open. Without it everything is a click away.
"use strict";

const dialog = document.querySelector("dialog[data-keys]");

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

// Whoever composes Chinese presses letters that are not meant for the page.
function isForThePage(event) {
  const held = event.ctrlKey || event.altKey || event.metaKey;
  return !held && !event.isComposing && event.keyCode !== 229 && !isTyping(event.target) && !event.defaultPrevented;
}

function links() {
  return Array.from(document.querySelectorAll("#tables tbody a.project-name"));
}

function walk(by) {
  const all = links();
  const next = all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)];
  next?.focus();
}

function follow(rel) {
  document.querySelector(`.desk-bar a[rel=${rel}]`)?.click();
}

// The act's own form is opened and its button waits: another Enter does it, so that no single key decides.
function open(act) {
  const form = document.querySelector(`form[action$="/acts/${act}/"]`);
  const around = form?.closest("details");
  if (around) around.open = true;
  form?.querySelector("button:not([type=button])")?.focus();
}

function mark() {
  const form = document.querySelector("form[data-marking]");
  if (!form) return;
  form.closest("details").open = true;
  form.elements.text.focus();
}

const KEYS = new Map([
  ["j", () => (links().length ? walk(1) : follow("next"))],
  ["ArrowDown", () => links().length && walk(1)],
  ["k", () => (links().length ? walk(-1) : follow("prev"))],
  ["ArrowUp", () => links().length && walk(-1)],
  ["a", () => open("pass")],
  ["r", () => open("send_back")],
  ["m", mark],
  ["u", () => document.querySelector("a[data-key-desk]")?.click()],
  ["?", () => dialog.showModal()],
]);

document.addEventListener("keydown", (event) => {
  const act = KEYS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (!act || dialog.open || !isForThePage(event)) return;
  if (event.key.startsWith("Arrow") && !links().length) return;
  event.preventDefault();
  act();
});

const button = document.querySelector("[data-show-keys]");
button.hidden = false;
button.addEventListener("click", () => dialog.showModal());
