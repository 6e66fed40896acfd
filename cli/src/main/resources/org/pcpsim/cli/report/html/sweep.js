"use strict";
/* Pictures of a sweep: which figure, over which axes, as it is or against the first model. */
pcpsim.sweep = (() => {
  const make = pcpsim.element;
  const words = pcpsim.words;

  function select(label, values, chosen, changed) {
    const field = make("select", {}, ...values.map(([value, text]) => make("option", { text, attributes: { value } })));
    field.value = chosen;
    field.addEventListener("change", () => changed(field.value));
    return make("label", {}, label, field);
  }

  function format(table, choice) {
    if (choice.relative) {
      return { words: words.change, axis: (value) => `${words.axis(value)} %` };
    }
    const kind = table.figures[choice.figure].kind;
    return {
      words: words.kinds[kind] || words.count,
      axis: kind === "TIME" ? words.axisTime : kind === "SHARE" ? (value) => `${words.axis(100 * value)} %` : words.axis,
    };
  }

  function rest(table, choice) {
    const others = table.axes.filter((axis) => axis !== choice.axis && axis !== choice.panels);
    return others.length === 0 ? "" : ` over all of ${others.map((axis) => `${axis} (${table.values(axis).length})`).join(", ")}`;
  }

  function draw(into, table, choice, name) {
    choice.models = choice.relative ? table.models.slice(1) : table.models;
    const shown = format(table, choice);
    const curves = make("div", { class: "panels" });
    const heat = make("div", { class: "maps" });
    into.replaceChildren(
      make("p", { class: "hint", text: `${table.figures[choice.figure].label}. Lines are medians, bands go from the lowest to the highest${rest(table, choice)}. `
        + "A cell of a heat map is the median of all points that it stands for." }),
      curves, heat);
    pcpsim.curves(curves, table, choice, shown, name);
    pcpsim.heat(heat, table, choice, shown, name);
  }

  /** Draws a sweep with the fields to choose by. */
  return (into, data, name) => {
    const table = new pcpsim.Table(data);
    const figures = Object.entries(table.figures);
    if (table.axes.length === 0 || figures.length === 0) {
      into.append(make("p", { class: "missing", text: "There is nothing to draw: nothing was varied, or every point failed." }));
      return;
    }
    const first = table.firstAxis();
    const others = table.axes.filter((axis) => axis !== first && axis !== "seed");
    const choice = {
      figure: table.figures["zoneLock.acquisitions"] ? "zoneLock.acquisitions" : figures[0][0],
      axis: first,
      panels: others.find((axis) => table.values(axis).length <= 12) || "",
      second: others[others.length - 1] || "",
      relative: false,
    };
    const pictures = make("div");
    const axes = table.axes.map((axis) => [axis, axis]);
    const again = (field) => (value) => {
      choice[field] = field === "relative" ? value === "change" : value;
      draw(pictures, table, choice, name);
    };
    const controls = make("div", { class: "controls" },
      select("Figure", figures.map(([path, figure]) => [path, figure.label]), choice.figure, again("figure")),
      select("over", axes, choice.axis, again("axis")),
      select("a panel for each", [["", "nothing"], ...axes], choice.panels, again("panels")),
      select("heat map down", [["", "nothing"], ...axes], choice.second, again("second")));
    if (table.models.length > 1) {
      controls.append(select("shown as", [["value", "value"], ["change", `change against ${table.models[0]}`]], "value", again("relative")));
    }
    into.append(controls, pictures);
    pcpsim.theme.onChange(() => draw(pictures, table, choice, name));
    draw(pictures, table, choice, name);
  };
})();
