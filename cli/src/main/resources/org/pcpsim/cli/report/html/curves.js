"use strict";
/* Curves of a sweep: the median of a figure over one axis, a band from the lowest to the highest, a panel for each of another. */
pcpsim.curves = (() => {
  const words = pcpsim.words;
  const WIDTH = 380;
  const HEIGHT = 190;
  const EDGE = { left: 58, right: 14, top: 8, bottom: 26 };

  function svg(tag, attributes, text) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) {
      node.setAttribute(name, value);
    }
    if (text !== undefined) {
      node.textContent = text;
    }
    return node;
  }

  /** Positions along the axis: evenly, as amounts in sweeps mostly double. */
  function across(values) {
    const room = WIDTH - EDGE.left - EDGE.right;
    return (i) => EDGE.left + (values.length === 1 ? room / 2 : (i * room) / (values.length - 1));
  }

  function picture(values, lines, format) {
    const all = lines.flatMap((line) => line.points).filter((point) => point !== null);
    const low = Math.min(0, ...all.map((point) => point.low));
    const high = Math.max(...all.map((point) => point.high), low + 1e-9);
    const x = across(values);
    const y = (value) => HEIGHT - EDGE.bottom - ((value - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
    const made = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "curves", role: "img" });
    for (const value of words.marks(low, high, 4)) {
      made.append(svg("path", { d: `M${EDGE.left} ${y(value)}H${WIDTH - EDGE.right}`, class: value === 0 ? "zero" : "rule" }));
      made.append(svg("text", { x: EDGE.left - 6, y: y(value) + 4, "text-anchor": "end" }, format.axis(value)));
    }
    const skip = Math.ceil(values.length / 8);
    values.forEach((value, i) => {
      if (i % skip === 0) {
        made.append(svg("text", { x: x(i), y: HEIGHT - 8, "text-anchor": "middle" }, pcpsim.shortName(value)));
      }
    });
    for (const line of lines) {
      const known = line.points.flatMap((point, i) => (point === null ? [] : [[i, point]]));
      const band = [...known.map(([i, point]) => `${x(i)},${y(point.high)}`), ...known.reverse().map(([i, point]) => `${x(i)},${y(point.low)}`)];
      known.reverse();
      made.append(svg("polygon", { points: band.join(" "), class: "band fill-" + line.key }));
      made.append(svg("polyline", { points: known.map(([i, point]) => `${x(i)},${y(point.median)}`).join(" "), class: "line stroke-" + line.key }));
      for (const [i, point] of known) {
        const dot = svg("circle", { cx: x(i), cy: y(point.median), r: 3, class: "fill-" + line.key });
        dot.append(svg("title", {}, `${line.label}, ${values[i]}: ${format.words(point.median)}`
          + (point.of > 1 ? ` (${format.words(point.low)} to ${format.words(point.high)}, ${point.of} points)` : "")));
        made.append(dot);
      }
    }
    return made;
  }

  function panel(into, table, choice, format, name, only) {
    const values = table.values(choice.axis);
    const lines = choice.models.map((model) => ({
      label: model,
      key: pcpsim.modelKey(model),
      points: values.map((value) => pcpsim.Table.spread(table.numbers(choice.figure, model, choice.relative, (row) =>
        table.value(choice.axis, row) === value && (only === null || table.value(choice.panels, row) === only)))),
    }));
    if (lines.every((line) => line.points.every((point) => point === null))) {
      return;
    }
    const made = pcpsim.panel({
      title: only === null ? table.figures[choice.figure].label : `${choice.panels} ${pcpsim.shortName(only)}`,
      unit: `over ${choice.axis}`,
      name: `${name}-curves-${choice.figure}-${only === null ? "all" : only}`,
      rows: () => [["model", choice.axis, "median", "low", "high", "points"], ...lines.flatMap((line) =>
        line.points.flatMap((point, i) => (point ? [[line.label, values[i], point.median, point.low, point.high, point.of]] : [])))],
    });
    made.figure.removeAttribute("tabindex");
    made.body.append(picture(values, lines, format));
    pcpsim.readout(made.readout, lines.map((line) => {
      const last = [...line.points].reverse().find((point) => point !== null);
      return { key: line.key, label: line.label, value: last ? format.words(last.median) : "–" };
    }));
    into.append(made.figure);
  }

  /** Draws a panel for each value of the axis of panels, or one. */
  return (into, table, choice, format, name) => {
    const panels = choice.panels === "" || choice.panels === choice.axis ? [null] : table.values(choice.panels);
    panels.forEach((only) => panel(into, table, choice, format, name, only));
  };
})();

/** Of a path its last part; every other value as it is. */
pcpsim.shortName = (value) => {
  const text = String(value);
  return text.startsWith("workload:") ? text : text.replace(/\/+$/, "").replace(/^.*\//, "");
};
