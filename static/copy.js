// Copies the text of a field, for a chat. Works on a plain http address too, where navigator.clipboard is not to be had; without the
// script the text is marked and copied by hand.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", () => {
    field.focus();
    field.select();
    told.textContent = document.execCommand("copy") ? "已复制，可以粘贴到聊天中" : "没有复制成：文字已选中，请按 Ctrl+C";
  });
}
