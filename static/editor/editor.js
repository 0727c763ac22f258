// The editing page of a table: its parts are made here and told of each other.
import { Acts } from "./acts.js";
import { Amounts } from "./amounts.js";
import { Offers, Parts } from "./below.js";
import { Form } from "./form.js";
import { Keys } from "./keys.js";
import { Model } from "./model.js";
import { Opening } from "./opening.js";
import { Page } from "./page.js";
import { Paste } from "./paste.js";
import { RowMenu } from "./rowmenu.js";
import { Saving } from "./saving.js";

const root = document.getElementById("editor");
const data = JSON.parse(document.getElementById("editor-data").textContent);
const model = new Model(data.record, data.form);
const form = new Form(root, model);

class TablePage extends Page {
  answered(cells, written) {
    cells.forEach((cell) => parts.learn(cell));
    super.answered(cells, written);
    amounts.show();
  }

  redrawn(record) {
    super.redrawn(record);
    amounts.show();
    showMirrored();
  }
}

const words = {
  what: "这张表",
  others: "也在填这张表",
  closed: "这张表现在不能修改：已提交，或您不再是它的经办岗。请返回查看。",
  gone: "这张表已被删除到回收站，或您不再能查看它，不能保存。",
};
const page = new TablePage({ root, data, model, form, words, name: `table.${data.table}`, Acts, Saving });
const { acts, server } = page;
const say = (text, options) => page.toast.say(text, options);
acts.opening = new Opening(data.open, model);
server.table = data.table;
const offers = new Offers({ root, model, acts, server });
acts.offered = (event) => offers.offered(event);
const parts = new Parts({ root, form, model, acts, server, known: data.values });
const amounts = new Amounts({ root, model, acts, form });
new Keys(form, acts);
new RowMenu({ root, form, model, acts });
new Paste({ root, form, model, acts, server, say });

page.bind({
  "remove-empty": () => acts.removeEmptyRows(),
  "copy-to-annual": () => acts.copySide("period"),
  "copy-to-period": () => acts.copySide("annual"),
  "by-amount": (button) => {
    amounts.byAmount = !amounts.byAmount;
    button.setAttribute("aria-pressed", String(amounts.byAmount));
    say(amounts.byAmount ? "支出计划现在按金额（万元）填，离开单元格时换算成累计百分比" : "支出计划现在按累计百分比填");
  },
});
const mirrored = document.getElementById("mirrored");
function showMirrored() {
  if (mirrored) mirrored.checked = model.mirrored;
  root.classList.toggle("is-mirrored", model.mirrored);
}
mirrored?.addEventListener("change", () => acts.mirror(mirrored.checked));
root.addEventListener("editor:changed", showMirrored);
for (const select of root.querySelectorAll("select[data-add-to]")) {
  select.addEventListener("change", () => {
    if (select.value) acts.addTo(select.dataset.addTo, select.value);
    select.value = "";
  });
}

showMirrored();
amounts.show();
page.start();
if (location.hash) page.panel.goTo(page.panel.placeNow(location.hash.slice(1))); // a link to one cell
