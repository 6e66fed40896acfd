"use strict";
/* Pageblocks over the run: a heat map a model, side by side, that zoom and point together. */
pcpsim.map = (() => {
  const make = pcpsim.element;
  const words = pcpsim.words;
  const HEIGHT = 420;
  const STEPS = 1000;
  const COLUMNS = ["type", "owner", "free", "pcp"];

  /** What one cell is, in words. */
  function tip(model, g, column) {
    const { where, zones } = model;
    const zone = zones[where.zone[g]];
    const block = where.block[g];
    const i = g * model.intervals + column;
    const pages = where.pages[g];
    const owner = model.owner[i];
    const allocated = pages - model.free[i] - model.pcp[i];
    const name = model.blocksEach === 1 ? `block ${block}` : `blocks ${block}–${block + model.blocksEach - 1}`;
    return [
      `${zone.name}, node ${zone.node}, ${name}`,
      `pfn ${block * pcpsim.blocks.PAGES} on, ${words.count(pages)} pages`,
      `${pcpsim.colouring.TYPES[model.type[i]] || "type " + model.type[i]}, ${owner > 0 ? "owned by CPU " + (owner - 1) : "owned by nobody"}`,
      `allocated ${words.count(allocated)}, free ${words.count(model.free[i])}, on per-CPU lists ${words.count(model.pcp[i])}`,
      `at ${position(model, column)}`,
    ];
  }

  function position(model, column) {
    const end = model.start + (column + 1) * model.length;
    return model.unit === "ns" ? words.time(end) : words.count(end) + " operations";
  }

  /** Borders of zones, and block numbers between them where there is room. */
  function ticks(model, groups, grid) {
    const borders = model.zones.map((zone, z) => {
      const row = groups.findIndex((g) => model.where.zone[g] === z);
      return { row, text: zone.name, border: true };
    }).filter((one, z, all) => one.row >= 0 && !(z + 1 < all.length && grid.yOf(all[z + 1].row) - grid.yOf(one.row) < 14));
    const span = grid.rows.to - grid.rows.from;
    const step = 2 ** Math.ceil(Math.log2(Math.max(1, span / 8)));
    const found = [...borders];
    for (let row = Math.ceil(grid.rows.from / step) * step; row < grid.rows.to; row += step) {
      const free = borders.every((one) => Math.abs(grid.yOf(one.row) + 8 - grid.yOf(row)) > 14);
      if (free && row < groups.length) {
        found.push({ row: row + (span < 64 ? 0.5 : 0), text: String(model.where.block[groups[row]]), border: false });
      }
    }
    return found;
  }

  /** What is shown: a row where a block is other than in the interval before. */
  function rows(model, shared) {
    const made = [["zone", "block", "interval", `end_${model.unit}`, "type", "owner_cpu", "free", "pcp"]];
    const column = (position) => Math.floor((position - model.start) / model.length);
    const from = Math.max(0, column(shared.view.from));
    const to = Math.min(model.intervals - 1, column(shared.view.to));
    for (const g of shared.list.subarray(Math.max(0, Math.floor(shared.rows.from)), Math.ceil(shared.rows.to))) {
      for (let t = from; t <= to; t++) {
        const i = g * model.intervals + t;
        if (t === from || COLUMNS.some((name) => model[name][i] !== model[name][i - 1])) {
          made.push([model.zones[model.where.zone[g]].name, model.where.block[g], t, model.start + (t + 1) * model.length,
            pcpsim.colouring.TYPES[model.type[i]], model.owner[i] > 0 ? model.owner[i] - 1 : "", model.free[i], model.pcp[i]]);
        }
      }
    }
    return made;
  }

  function panelOf(into, shared, model) {
    const panel = pcpsim.panel({
      title: model.name,
      unit: "blocks down, the run across",
      name: `${shared.name}-map-${model.name}`,
      rows: () => rows(model, shared),
      label: `Pageblocks of ${model.name} over time; arrows choose a moment and a block, plus and minus zoom, 0 shows all`,
    });
    panel.figure.classList.add("map-panel");
    panel.readout.setAttribute("aria-live", "polite");
    panel.readout.textContent = "Point at a block to see what it is.";
    into.append(panel.figure);
    let raster = null;
    let way = "";
    let groups = null;
    pcpsim.theme.onChange(() => {
      raster = null;
    });
    return new pcpsim.Grid({
      panel,
      view: shared.view,
      rows: shared.rows,
      start: model.start,
      length: model.length,
      intervals: model.intervals,
      height: HEIGHT,
      raster: () => {
        if (raster === null || way !== shared.way || groups !== shared.list) {
          way = shared.way;
          groups = shared.list;
          raster = new pcpsim.Raster(groups.length, model.intervals, pcpsim.colouring.ways[way].make(model, groups));
        }
        return raster;
      },
      ticks: (grid) => ticks(model, shared.list, grid),
      tip: (row, column) => tip(model, shared.list[Math.max(0, Math.min(row, shared.list.length - 1))], column),
    });
  }

  function legend(element, models, way) {
    element.replaceChildren(...pcpsim.colouring.ways[way].legend(models).map(([colour, text]) =>
      make("span", { class: "entry" }, make("i", { class: "swatch paint-" + colour }), text)));
  }

  /** End of the interval in which the first model has the fewest pages free: when there is most to see. */
  function fullest(model, groups) {
    const free = new Float64Array(model.intervals);
    for (const g of groups) {
      for (let t = 0; t < model.intervals; t++) {
        free[t] += model.free[g * model.intervals + t];
      }
    }
    return model.start + (free.indexOf(Math.min(...free)) + 0.999) * model.length;
  }

  /** A slider over the run: the moment at which everything points. */
  function scrubber(shared) {
    const { view } = shared;
    const value = Math.round((STEPS * (shared.first - view.start)) / (view.end - view.start));
    const input = make("input", { attributes: { type: "range", min: 0, max: STEPS, value, "aria-label": "Moment of the run" } });
    const output = make("output", { text: view.words(shared.first) });
    input.addEventListener("input", () => {
      view.point(view.start + (input.value / STEPS) * (view.end - view.start), input);
    });
    view.onPoint((moment, source) => {
      if (moment !== null) {
        output.textContent = view.words(moment);
        if (source !== input) {
          input.value = Math.round((STEPS * (moment - view.start)) / (view.end - view.start));
        }
      }
    });
    return make("label", { class: "scrubber" }, "Moment", input, output);
  }

  /** Shows these groups only, of every model. */
  function list(shared, groups) {
    shared.list = groups;
    shared.rows.bounds(0, groups.length, Math.min(8, groups.length));
    shared.moments.forEach((draw) => draw());
  }

  /** Radio buttons, of which one is chosen from the beginning. */
  function choice(name, title, options, chosen, changed) {
    const group = make("fieldset", { class: "choice" }, make("legend", { text: title }));
    for (const option of options) {
      const input = make("input", { attributes: { type: "radio", name, value: option } });
      input.checked = option === chosen;
      input.addEventListener("change", () => changed(option));
      group.append(make("label", {}, input, option));
    }
    return group;
  }

  function granularity(model) {
    const blocks = model.blocksEach === 1 ? "each row is a pageblock of 512 pages" : `each row is ${model.blocksEach} pageblocks of 512 pages, shown as what most of them are`;
    const length = model.unit === "ns" ? words.time(model.length) : words.count(model.length) + " operations";
    const merged = model.asked ? `, merged from ${model.unit === "ns" ? words.time(model.asked) : words.count(model.asked)}` : "";
    return `${words.count(model.groups)} rows, ${words.count(model.intervals)} intervals of ${length}${merged}; ${blocks}. `
      + "Drag a rectangle to zoom into it, or turn the wheel with Ctrl; double-click or 0 for all.";
  }

  /** Draws the map of a result, in the view of its charts if there is one. */
  return async (into, base64, name, charts, fresh) => {
    const models = await pcpsim.blocks.read(base64);
    const end = Math.max(...models.map((model) => model.start + model.intervals * model.length));
    const start = Math.min(...models.map((model) => model.start));
    const all = Int32Array.from({ length: models[0].groups }, (_, g) => g);
    const changed = pcpsim.blocks.changed(models, fresh);
    const few = changed.length > 0 && changed.length < 0.7 * all.length;
    const shared = {
      name,
      way: models.some((model) => model.owner.some((owner) => owner > 0)) ? "owner" : "type",
      view: charts && charts.unit === models[0].unit ? charts : new pcpsim.View(start, end, models[0].unit),
      rows: new pcpsim.View(0, all.length, "rows"),
      moments: [],
      first: fullest(models[0], changed),
    };
    list(shared, few ? changed : all);
    const key = make("div", { class: "key-line" });
    const side = make("div", { class: "maps" });
    const grids = [];
    const extents = { [`the ${words.count(changed.length)} that changed`]: changed, [`all ${words.count(all.length)}`]: all };
    const names = Object.keys(extents);
    const ways = choice(name + "-way", "Colour by", Object.keys(pcpsim.colouring.ways), shared.way, (way) => {
      shared.way = way;
      legend(key, models, way);
      grids.forEach((grid) => grid.draw());
      shared.moments.forEach((draw) => draw());
    });
    const lists = choice(name + "-list", "Blocks", names, few ? names[0] : names[1], (one) => list(shared, extents[one]));
    into.append(make("h3", { text: "Pageblocks over time" }), make("p", { class: "hint", text: granularity(models[0]) }),
      make("div", { class: "controls" }, ways, changed.length > 0 ? lists : "", scrubber(shared), key), side);
    models.forEach((model) => grids.push(panelOf(side, shared, model)));
    legend(key, models, shared.way);
    pcpsim.moment(into, shared, models);
    return grids;
  };
})();
