// 部门整体绩效目标 as the page knows it: one list of lines, each a heading or an item, and a line may stand anywhere.
// Both sides do a wish by the same rules (perfgoals/tables/editing/goals_changes.py).
import { Model } from "./model.js";
import { Saving } from "./saving.js";

export const SIDE = "lines";

export class Lines extends Model {
  get lines() {
    return this.rows[SIDE];
  }

  get mirrored() {
    return false;
  }

  spelled(side, kind) {
    return kind;
  }

  // Below that line, at the top for "", at the end where there is no such line.
  index(rows, line, after) {
    if (after === "") return 0;
    const at = rows.findIndex((row) => row.key === after);
    return at < 0 ? rows.length : at + 1;
  }
}

// Where somebody else has removed the line that one's own stands below, it goes below the nearest line above that is still there.
export class LinesSaving extends Saving {
  adopt(record, wishes, ...before) {
    const there = new Set(record.rows[SIDE].map((row) => row.key));
    const order = [...this.model.lines, ...this.base.lines].map((row) => row.key);
    const anchored = wishes.map((wish) => {
      if (wish.do === "add") there.add(wish.row);
      if (!wish.after || there.has(wish.after)) return wish;
      return { ...wish, after: above(order, wish.after, there, wish.row) };
    });
    super.adopt(record, anchored, ...before);
  }
}

function above(order, gone, there, own) {
  const before = order.slice(0, Math.max(0, order.indexOf(gone)));
  return before.reverse().find((key) => there.has(key) && key !== own) ?? "";
}
