// The editing page of 部门整体绩效目标.
import { DocumentForm } from "./document.js";
import { LineActs } from "./lineacts.js";
import { LineKeys } from "./linekeys.js";
import { Lines, LinesSaving } from "./lines.js";
import { LineTools } from "./linetools.js";
import { Page } from "./page.js";

const root = document.getElementById("editor");
const data = JSON.parse(document.getElementById("editor-data").textContent);
const model = new Lines(data.record, data.form);
const form = new DocumentForm(root, model);
const words = { what: "这份目标", others: "也在填这份目标", closed: "这份目标现在不能修改：您不再是这个单位的经办岗。请返回查看。" };
const page = new Page({ root, data, model, form, words, name: `goals.${data.goals}`, Acts: LineActs, Saving: LinesSaving });
const { acts } = page;

const keys = new LineKeys(form, acts);
page.bind({
  "add-heading": () => acts.addBelow(model.lines[model.lines.length - 1]?.key ?? "", "heading"),
  "add-item": () => acts.addBelow(model.lines[model.lines.length - 1]?.key ?? "", "item"),
});
new LineTools({ root, form, model, acts });
// Line breaks that come another way than by a key or by pasting: dropped, spoken, put in by the system.
root.addEventListener("input", ({ target, isComposing }) => { if (!isComposing && target.name) keys.broken(target); });
page.start();
