// 部门整体绩效目标 on the page: the texts above and one row a line, set up anew as the model has them.
import { placeOf, show } from "./cells.js";
import { Form } from "./form.js";
import { SIDE } from "./lines.js";

const ROLES = { heading: "heading", item: "paragraph" };
const NAMES = { heading: "分节标题", item: "段落" };

export class DocumentForm extends Form {
  get body() {
    return this.table.querySelector("tbody.lines");
  }

  // The next input in the order of the page, null at its ends.
  next(input, step) {
    const inputs = [...this.table.querySelectorAll(".cell > textarea")];
    return inputs[inputs.indexOf(input) + step] ?? null;
  }

  rowName(row) {
    return row.texts.text.slice(0, 30) || "空行";
  }

  addPlus() {}

  setUp(structure) {
    const focused = document.activeElement;
    const at = this.table.contains(focused) && focused.name ? placeOf(focused) : null;
    const range = at && [focused.selectionStart, focused.selectionEnd];
    this.structure = structure;
    this.dropGone();
    let place = this.body.firstElementChild;
    this.model.rows[SIDE].forEach((line, index) => {
      const row = this.lineCell(line, index).parentElement;
      if (row === place) place = place.nextElementSibling;
      else this.body.insertBefore(row, place); // only what moved is taken out, so that the caret stays where it is
    });
    const input = at && this.input(at);
    if (input && input !== document.activeElement) {
      input.focus({ preventScroll: true });
      input.setSelectionRange(...range);
    }
    this.root.dispatchEvent(new CustomEvent("editor:rows"));
  }

  dropGone() {
    for (const [name, cell] of this.cells) {
      if (this.model.find(cell.dataset.row)) continue;
      cell.parentElement.remove();
      this.cells.delete(name);
    }
  }

  lineCell(line, index) {
    const name = `${line.key}.text`;
    if (!this.cells.has(name)) this.cells.set(name, this.made(line));
    const cell = this.cells.get(name);
    const input = cell.querySelector("textarea");
    cell.className = ROLES[line.level2];
    cell.dataset.path = input.name = `${SIDE}[${index}].text`;
    input.setAttribute("aria-label", `第${index + 1}行 ${NAMES[line.level2]}`);
    return cell;
  }

  made(line) {
    const row = this.root.querySelector("#blank-line").content.firstElementChild.cloneNode(true);
    const cell = row.cells[0];
    cell.dataset.row = line.key;
    show(cell.querySelector("textarea"), line.texts.text);
    return cell;
  }

  // The caret goes to the end of the text, or where it is said to.
  go(input, { caret = input.value.length } = {}) {
    input.focus();
    input.setSelectionRange(caret, caret);
  }
}
