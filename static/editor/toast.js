// One line at the foot of the page on what was just done, with 撤销 where that helps.

export class Toast {
  constructor(box, undo) {
    this.box = box;
    this.text = box.querySelector("span");
    this.button = box.querySelector("button");
    this.button.addEventListener("click", () => {
      this.box.hidden = true;
      undo();
    });
    // Something else was done since: 撤销 would not mean what the line says.
    box.parentElement.addEventListener("editor:changed", () => { this.button.hidden = true; });
  }

  say(text, { undo = false } = {}) {
    this.text.textContent = text;
    this.button.hidden = !undo;
    this.box.hidden = false;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.box.hidden = true; }, undo ? 9000 : 5000);
  }
}
