"use strict";
/* Every figure that a result has, by its path as scripts name it, with a field to search them. */
pcpsim.figures = (() => {
  const make = pcpsim.element;
  const LEFT_OUT = ["series", "distributions", "by", "name"];

  function leaves(prefix, value, into) {
    if (value !== null && typeof value === "object") {
      for (const [name, inner] of Object.entries(value)) {
        if (prefix !== "" || !LEFT_OUT.includes(name)) {
          leaves(prefix === "" ? name : `${prefix}.${name}`, inner, into);
        }
      }
    } else {
      into.set(prefix, value);
    }
    return into;
  }

  function table(result, name) {
    const models = result.models.map((model) => leaves("", model, new Map()));
    const paths = [...new Set(models.flatMap((model) => [...model.keys()]))];
    const head = make("tr", {}, make("th", { text: "field", attributes: { scope: "col" } }),
      ...result.models.map((model) => make("th", { text: model.name, class: "number", attributes: { scope: "col" } })));
    const rows = paths.map((path) => make("tr", {}, make("th", { text: path, attributes: { scope: "row" } }),
      ...models.map((model) => {
        const value = model.has(path) ? model.get(path) : "";
        const text = typeof value === "number" ? pcpsim.words.count(value) : String(value);
        return make("td", { text, class: "number", attributes: { "data-value": String(value) } });
      })));
    return make("table", { class: "every", attributes: { "data-csv": name } }, make("thead", {}, head), make("tbody", {}, ...rows));
  }

  /** Adds them, folded away until asked for. */
  return (into, result, name) => {
    const details = make("details", {}, make("summary", { text: "Every figure" }));
    details.addEventListener("toggle", () => {
      if (details.childElementCount > 1) {
        return;
      }
      const all = table(result, name + "-every-figure");
      const field = make("input", { attributes: { type: "search", placeholder: "zoneLock", "aria-label": "Show fields with" } });
      field.addEventListener("input", () => {
        const wanted = field.value.toLowerCase();
        for (const row of all.tBodies[0].rows) {
          row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
        }
      });
      const json = make("button", { class: "save", text: "JSON", attributes: { type: "button" } });
      json.addEventListener("click", () => pcpsim.download.save(name + ".json", JSON.stringify(result, null, 2) + "\n", "application/json"));
      details.append(make("p", { class: "controls" }, field, pcpsim.download.button(name + "-every-figure",
        () => pcpsim.download.tableRows(all)), json), make("div", { class: "scroll" }, all));
    });
    into.append(details);
  };
})();
