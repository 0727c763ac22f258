// What of the table may be changed: everything, or in a round that wants it so only what a return named; as perfgoals/tables/editing/opening.py
// has it.
export class Opening {
  // ``places``: [path, key of a row, cell] each, or null.
  constructor(places, model) {
    this.names = places && new Set(places.map((place) => place.join("|")));
    this.model = model;
  }

  get isWhole() {
    return !this.names;
  }

  allows(wish) {
    if (this.isWhole) return true;
    if (wish.path !== undefined) return this.hasCell(wish.path);
    const side = wish.side ?? this.model.find(wish.row)?.side;
    if (this.names.has(`indicators.${side}||`)) return true;
    if (wish.do === "add" || wish.do === "move") return false;
    return this.names.has(`|${wish.row}|`) || (wish.do === "set" && this.names.has(`|${wish.row}|${wish.field}`));
  }

  hasCell(path) {
    const above = path.slice(0, Math.max(0, path.lastIndexOf(".")));
    return path.startsWith("contacts.") || this.names.has(`${path}||`) || this.names.has(`${above}||`);
  }
}
