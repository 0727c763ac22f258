// One cell: its input, the hidden copy of its text that gives it its height, and what is said of it.

export const NAMES = {
  level3: "三级指标", description: "绩效指标描述", value: "指标值", basis: "指标值确定依据",
  comparator: "指标性质", number: "数值", unit: "度量单位", weight: "分值",
};
export const SIDES = { period: "实施期", annual: "年度" };

// The cell of a row's column; kept over every new setting up, so that what is typed stays where it is.
export function inputCell(cells, row, column, model) {
  const name = `${row.key}.${column.field}`;
  let cell = cells.get(name);
  if (!cell) {
    cell = document.createElement("td");
    cell.className = column.role;
    cell.dataset.row = row.key;
    cell.dataset.field = column.field;
    const box = document.createElement("div");
    box.className = "cell";
    const input = document.createElement("textarea");
    input.rows = 1;
    input.autocomplete = "off";
    input.spellcheck = false;
    box.append(input);
    cell.append(box);
    cells.set(name, cell);
    show(input, row.texts[column.field]);
  }
  const index = model.rows[column.side].indexOf(row);
  const input = cell.querySelector("textarea");
  input.name = `indicators.${column.side}[${index}].${column.field}`;
  input.setAttribute("aria-label", `${SIDES[column.side]}第${index + 1}行 ${NAMES[column.field]}`);
  return cell;
}

// Puts a text into an input; the hidden copy keeps the cell as high as it is.
export function show(input, text) {
  if (input.value !== text) input.value = text;
  input.parentElement.dataset.text = text;
}

export function grow(input) {
  input.parentElement.dataset.text = input.value;
}

// Where an input stands: {path} in the fixed part, {row, field} in a row.
export function placeOf(input) {
  const cell = input.closest("[data-row][data-field], [data-path]");
  return cell.dataset.field ? { row: cell.dataset.row, field: cell.dataset.field } : { path: cell.dataset.path };
}
