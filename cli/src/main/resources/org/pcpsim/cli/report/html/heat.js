"use strict";
/* Two axes of a sweep as a table whose cells are coloured by a figure: one table a model. */
pcpsim.heat = (() => {
  const make = pcpsim.element;

  /** Share of the way from the page's colour to full: of a change to either side, of a value from the lowest on. */
  function strength(value, cells, relative) {
    const known = cells.flat().filter((cell) => cell !== null).map((cell) => cell.median);
    if (relative) {
      const most = Math.max(...known.map(Math.abs), 1e-9);
      return value / most;
    }
    const low = Math.min(...known);
    const high = Math.max(...known);
    return high > low ? (value - low) / (high - low) : 0;
  }

  function paint(cell, share, relative) {
    const none = pcpsim.theme.channels("paper");
    const full = pcpsim.theme.channels(relative && share > 0 ? "more" : relative ? "less" : "scale-high");
    const part = 0.08 + 0.62 * Math.abs(share);
    const mixed = none.map((low, c) => Math.round(low + part * (full[c] - low)));
    cell.style.backgroundColor = `rgb(${mixed.join(",")})`;
    const light = 0.299 * mixed[0] + 0.587 * mixed[1] + 0.114 * mixed[2] > 140;
    cell.style.color = light ? "#111" : "#fff";
  }

  function table(data, choice, format, model) {
    const across = data.values(choice.axis);
    const down = data.values(choice.second);
    const cells = down.map((row) => across.map((column) => pcpsim.Table.spread(data.numbers(choice.figure, model, choice.relative,
      (at) => data.value(choice.axis, at) === column && data.value(choice.second, at) === row))));
    const head = make("tr", {}, make("th", { text: `${choice.second} ↓  ${choice.axis} →` }),
      ...across.map((value) => make("th", { text: pcpsim.shortName(value), class: "number", attributes: { scope: "col" } })));
    const painted = [];
    const rows = down.map((value, r) => make("tr", {}, make("th", { text: pcpsim.shortName(value), attributes: { scope: "row" } }),
      ...cells[r].map((cell) => {
        const node = make("td", { class: "number", text: cell === null ? "" : format.words(cell.median) });
        if (cell !== null) {
          node.title = `${format.words(cell.low)} to ${format.words(cell.high)}, ${cell.of} points`;
          painted.push([node, strength(cell.median, cells, choice.relative)]);
        }
        return node;
      })));
    painted.forEach(([node, share]) => paint(node, share, choice.relative));
    const made = make("table", { class: "heat" }, make("thead", {}, head), make("tbody", {}, ...rows));
    return { made, across, down, cells };
  }

  /** Draws a table for each model. */
  return (into, data, choice, format, name) => {
    if (choice.second === "" || choice.second === choice.axis) {
      return;
    }
    for (const model of choice.models) {
      const { made, across, down, cells } = table(data, choice, format, model);
      const panel = pcpsim.panel({
        title: model,
        unit: choice.relative ? `change against ${data.models[0]}, median` : `${data.figures[choice.figure].label}, median`,
        name: `${name}-heat-${choice.figure}-${model}`,
        rows: () => [[choice.second, choice.axis, "median", "low", "high", "points"], ...down.flatMap((row, r) =>
          across.flatMap((column, c) => (cells[r][c] ? [[row, column, cells[r][c].median, cells[r][c].low, cells[r][c].high, cells[r][c].of]] : [])))],
      });
      panel.figure.removeAttribute("tabindex");
      panel.readout.remove();
      panel.body.append(make("div", { class: "scroll" }, made));
      into.append(panel.figure);
    }
  };
})();
