// A block of indicators set up anew after rows came, went or moved: merged cells as perfgoals/official/blocks.py has them.
import { inputCell } from "./cells.js";

function runs(rows, name) {
  const found = [];
  for (const row of rows) {
    const last = found[found.length - 1];
    if (last && last.name === row[name]) last.rows.push(row);
    else found.push({ name: row[name], rows: [row] });
  }
  return found;
}

// The runs of both sides beside each other, as Python's SequenceMatcher pairs them: the longest common stretch first, the
// earliest of equals, then the same to the left and to the right of it.
function matched(left, right) {
  const blocks = [];
  const visit = (from, to, otherFrom, otherTo) => {
    let best = { size: 0, at: from, other: otherFrom };
    for (let one = from; one < to; one += 1) {
      for (let two = otherFrom; two < otherTo; two += 1) {
        let size = 0;
        while (one + size < to && two + size < otherTo && left[one + size].name === right[two + size].name) size += 1;
        if (size > best.size) best = { size, at: one, other: two };
      }
    }
    if (!best.size) {
      for (let one = from; one < to; one += 1) blocks.push([left[one], null]);
      for (let two = otherFrom; two < otherTo; two += 1) blocks.push([null, right[two]]);
      return;
    }
    visit(from, best.at, otherFrom, best.other);
    for (let step = 0; step < best.size; step += 1) blocks.push([left[best.at + step], right[best.other + step]]);
    visit(best.at + best.size, to, best.other + best.size, otherTo);
  };
  visit(0, left.length, 0, right.length);
  return blocks;
}

function stacked(model, sides) {
  const lists = sides.map((side) => runs(model.rows[side], "level1"));
  const groups = sides.length === 1 ? lists[0].map((run) => [run]) : matched(lists[0], lists[1]);
  const found = groups.map((pair) => {
    const rows = Object.fromEntries(sides.map((side, place) => [side, pair[place]?.rows ?? []]));
    return { name: (pair.find(Boolean) ?? { name: "" }).name, rows };
  });
  return found.length ? found : [{ name: "", rows: Object.fromEntries(sides.map((side) => [side, []])) }];
}

function make(tag, className, text = "") {
  const cell = document.createElement(tag);
  cell.className = className;
  cell.textContent = text;
  return cell;
}

function span(cell, rows, columns) {
  if (rows > 1) cell.rowSpan = rows;
  else cell.removeAttribute("rowspan");
  if (columns > 1) cell.colSpan = columns;
  return cell;
}

// ``cells``: the inputs' cells there are, by "key.field"; those of new rows are added to it.
export function setUp(body, block, model, cells) {
  const sides = [...new Set(block.columns.map((column) => column.side).filter(Boolean))];
  const head = body.rows[0];
  const lines = [];
  for (const group of stacked(model, sides)) {
    const height = Math.max(1, ...sides.map((side) => group.rows[side].length));
    const start = lines.length;
    for (let step = 0; step < height; step += 1) lines.push(document.createElement("tr"));
    for (const column of block.columns) putColumn(lines, start, height, column, group, model, cells);
  }
  if (block.label) head.cells[0].rowSpan = lines.length + 1;
  body.replaceChildren(head, ...lines);
}

function putColumn(lines, start, height, column, group, model, cells) {
  if (column.field === "level1") {
    const cell = span(make("th", "group", group.name), height, column.columns);
    const side = Object.keys(group.rows).find((each) => group.rows[each].length);
    if (side) stamp(cell, model, group.rows[side][0], side, "level1");
    lines[start].append(cell);
    return;
  }
  const rows = group.rows[column.side];
  if (column.field === "level2") {
    putLevel2(lines, start, height, column, rows, model);
    return;
  }
  for (let step = 0; step < height; step += 1) {
    const row = rows[step];
    const cell = row ? inputCell(cells, row, column, model) : make("td", column.role);
    if (row) cell.dataset.path = path(model, row, column.side, column.field);
    lines[start + step].append(span(cell, 1, column.columns));
  }
}

function putLevel2(lines, start, height, column, rows, model) {
  const found = runs(rows, "level2");
  if (!found.length) {
    lines[start].append(span(make("th", "group"), height, column.columns));
    return;
  }
  let line = 0;
  found.forEach((run, place) => {
    const tall = place === found.length - 1 ? height - line : run.rows.length;
    const cell = make("th", "group", run.name);
    cell.dataset.last = run.rows[run.rows.length - 1].key;
    stamp(cell, model, run.rows[0], column.side, "level2");
    lines[start + line].append(span(cell, tall, column.columns));
    line += tall;
  });
}

// A group is named by its first row.
function stamp(cell, model, row, side, field) {
  cell.dataset.path = path(model, row, side, field);
  cell.dataset[field] = side;
  cell.dataset.row = row.key;
}

function path(model, row, side, field) {
  return `indicators.${side}[${model.rows[side].indexOf(row)}].${field}`;
}
