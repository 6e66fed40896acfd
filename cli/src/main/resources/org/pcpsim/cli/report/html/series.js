"use strict";
/* Charts of the series in a result: which columns stand together, what they are called, in which unit they are shown. */
pcpsim.series = (() => {
  const words = pcpsim.words;
  const PATHS = ["refill", "drain", "decay", "remoteExpire", "directAlloc", "directFree", "trylockAlloc", "trylockFree",
    "drainAll", "other"];
  const PHASES = ["recover", "claim", "subBlock", "fallback"];

  /*
   * One chart a line. Columns that every model has are compared: one line a model. With "each", every model that has any
   * of the columns gets a chart of its own, one line a column.
   */
  const GROUPS = [
    ["zone->lock", [
      { title: "taken", count: "zoneLock.acquisitions" },
      { title: "held", share: "zoneLock.holdNs" },
      { title: "waited for", share: "zoneLock.waitNs" },
      { title: "pages moved", count: "zoneLock.pages" },
      { title: "taken for", each: PATHS.map((path) => [path, "zoneLock.byPath." + path]) },
    ]],
    ["per-CPU pages", [
      { title: "refills", count: "pcp.refills" },
      { title: "drains", count: "pcp.drains" },
      { title: "pages on all PCPs", level: "pcp.pages" },
      { title: "locks of other CPUs' PCPs", count: "pcpLock.remote" },
      { title: "frees to the owner", count: "pcp.routedFrees" },
      { title: "pages decayed", count: "pcp.decayPages" },
    ]],
    ["refill phases and recovery", [
      { title: "pages by phase", each: PHASES.map((phase) => [phase, `refillPhases.${phase}.pages`]) },
      { title: "partial blocks", each: [["remembered", "partialBlocks.pagesRemembered"],
        ["recovered", "partialBlocks.pagesRecovered"]], noun: "pages" },
      { title: "blocks owned and partial", each: [["owned", "blocks.owned"], ["partial", "blocks.partial"]], levels: true },
    ]],
    ["pageblocks and fragmentation", [
      { title: "blocks free", level: "blocks.free" },
      { title: "blocks shared by CPUs", level: "blocks.shared" },
      { title: "blocks of mixed types", level: "blocks.mixed" },
      { title: "free pages of no use to order 9", level: "fragmentation.unusableFreeIndex9", index: true },
      { title: "fragmentation index, order 9", level: "fragmentation.fragmentationIndex9", index: true },
      { title: "fallbacks to other types", count: "fragmentation.extfragEvents" },
    ]],
    ["load", [
      { title: "allocations", count: "allocs" },
      { title: "frees", count: "frees" },
      { title: "pages live", level: "livePages" },
      { title: "failed allocations", count: "failedAllocs" },
    ]],
  ];

  const NO_COLUMNS = ["unit", "start", "length", "intervals", "end", "asked", "cpusEach", "file", "sha256"];

  /** Columns of a model by their paths; rows of CPUs are not among them. */
  function columns(series) {
    const found = new Map();
    const visit = (prefix, value) => {
      for (const [name, inner] of Object.entries(value)) {
        const path = prefix + name;
        if (Array.isArray(inner)) {
          if (!Array.isArray(inner[0])) {
            found.set(path, inner);
          }
        } else if (typeof inner === "object" && !NO_COLUMNS.includes(path)) {
          visit(path + ".", inner);
        }
      }
    };
    visit("", series);
    return found;
  }

  /** What the page needs of each model that has columns. */
  function models(result) {
    return result.models.flatMap((model) => {
      const series = model.series;
      if (!series || series.file || !(series.intervals > 0)) {
        return [];
      }
      const ends = Array.from({ length: series.intervals }, (_, i) => series.start + (i + 1) * series.length);
      return [{ name: model.name, key: pcpsim.modelKey(model.name), series, columns: columns(series), ends }];
    });
  }

  function view(all) {
    const start = Math.min(...all.map((model) => model.series.start));
    const end = Math.max(...all.map((model) => model.ends[model.ends.length - 1]));
    return new pcpsim.View(start, end, all[0].series.unit);
  }

  /** Whether counts of intervals can be compared as they are; in timed order models may differ in their intervals. */
  const alike = (all) => all.every((model) => model.series.length === all[0].series.length);

  /** Counts of an interval as what happens in a second, or in 1,000 operations. */
  function rate(model, values) {
    const per = (model.series.unit === "ns" ? 1e9 : 1e3) / model.series.length;
    return values.map((value) => value * per);
  }

  function share(model, values) {
    return values.map((value) => value / model.series.length);
  }

  /** Lines over one axis: models may differ in their intervals, and a step needs its beginning. */
  function aligned(lines, counts) {
    const x = [...new Set(lines.flatMap((line) => (counts ? [line.model.series.start] : []).concat(line.model.ends)))]
      .sort((a, b) => a - b);
    const place = new Map(x.map((position, i) => [position, i]));
    const series = lines.map((line) => {
      const values = new Array(x.length).fill(null);
      if (counts) {
        values[place.get(line.model.series.start)] = line.values[0];
      }
      line.values.forEach((value, i) => {
        values[place.get(line.model.ends[i])] = value;
      });
      return { label: line.label, key: line.key, values };
    });
    return { x, series };
  }

  function formats(chart, unit) {
    if (chart.index) {
      return { axis: (v) => String(Number(v.toPrecision(3))), words: (v) => words.decimal(v, 3) };
    }
    if (chart.share) {
      return unit === "ns"
        ? { axis: (v) => words.axis(100 * v) + " %", words: words.share }
        : { axis: words.axisTime, words: words.time };
    }
    return { axis: words.axis, words: words.count };
  }

  function unitWords(chart, shown, counts, each) {
    const { unit } = shown;
    if (chart.share) {
      return unit === "ns" ? "share of the time" : "ns each operation";
    }
    if (!counts) {
      return chart.index ? "0 to 1" : "";
    }
    return (chart.noun ? chart.noun + " " : "")
      + (each ? "in each " + shown.words(each) : unit === "ns" ? "a second" : "in 1,000 operations");
  }

  /** Rows of a chart's data as they are in the result, not as rates. */
  function rows(lines) {
    const position = lines[0].model.series.unit;
    return [["model", "column", position === "ns" ? "end_ns" : "end_operations", "value"],
      ...lines.flatMap((line) => line.raw.map((value, i) => [line.model.name, line.path, line.model.ends[i], value]))];
  }

  function line(model, path, label, key, convert) {
    const raw = model.columns.get(path);
    return { model, path, label, key, raw, values: convert(model, raw) };
  }

  /** One line where all would be the same, as of what only the trace decides. */
  function merged(lines) {
    const [first, ...others] = lines;
    const same = others.length > 0 && others.every((other) => other.path === first.path
      && other.values.length === first.values.length && other.model.series.length === first.model.series.length
      && other.values.every((value, i) => value === first.values[i]));
    return same ? [{ ...first, label: "all models", key: "part-9" }] : lines;
  }

  function draw(into, result, shown, title, chart, lines) {
    const counts = Boolean(chart.count || chart.share || (chart.each && !chart.levels));
    const unit = shown.unit;
    const each = alike(lines.map((one) => one.model)) ? lines[0].model.series.length : 0;
    const panel = pcpsim.panel({
      title,
      unit: counts || chart.index ? unitWords(chart, shown, counts, each) : "",
      name: `${result}-${title}`,
      rows: () => rows(lines),
      label: `${title}; arrows point, plus and minus zoom, 0 shows all`,
    });
    into.append(panel.figure);
    const summary = !counts ? "last" : chart.share || !each ? "mean" : "sum";
    pcpsim.lines({ panel, view: shown, counts, summary, format: formats(chart, unit), ...aligned(merged(lines), counts) });
  }

  const same = (_, values) => values;
  const hasAny = (model, path) => model.columns.has(path) && model.columns.get(path).some((value) => value !== 0 && value !== -1);

  function compared(into, result, shown, chart, all, used) {
    const path = chart.count || chart.share || chart.level;
    used.add(path);
    const having = all.filter((model) => model.columns.has(path));
    if (having.some((model) => hasAny(model, path))) {
      const convert = chart.count && !alike(having) ? rate : chart.share ? share : same;
      draw(into, result, shown, chart.title, chart,
        having.map((model) => line(model, path, model.name, model.key, convert)));
    }
  }

  function separate(into, result, shown, chart, all, used) {
    chart.each.forEach(([, path]) => used.add(path));
    for (const model of all) {
      const parts = chart.each.filter(([, path]) => hasAny(model, path));
      if (parts.length > 0) {
        draw(into, result, shown, `${model.name}: ${chart.title}`, chart, parts.map(([label, path], i) =>
          line(model, path, label, "part-" + chart.each.findIndex((one) => one[0] === label), same)));
      }
    }
  }

  /** Columns that this page does not know are shown as they are. */
  function others(all, used) {
    const paths = new Set(all.flatMap((model) => [...model.columns.keys()]));
    const shown = /^(zoneLock|pcpLock|pcp|refillPhases|partialBlocks|blocks|fragmentation)\.|^timeNs$/;
    return [...paths].filter((path) => !used.has(path) && !shown.test(path)).map((path) => ({ title: path, level: path }));
  }

  /** Draws all charts of a result below an element; gives the view that they share, or null where there are none. */
  function show(into, result, name) {
    const all = models(result);
    const files = [...new Set(result.models.flatMap((model) => (model.series && model.series.file ? [model.series.file] : [])))];
    if (files.length > 0) {
      into.append(pcpsim.element("h3", { text: "Over time" }), pcpsim.element("p", {
        class: "missing",
        text: `How the run went is in ${files.join(", ")}, not in the result: replay without --series to see it here.`,
      }));
    }
    if (all.length === 0) {
      return null;
    }
    const shown = view(all);
    const used = new Set();
    into.append(pcpsim.element("h3", { text: "Over time" }), pcpsim.element("p", {
      class: "hint",
      text: "Drag to zoom, double-click or 0 for all. With the keyboard: arrows point, + and − zoom, [ and ] move. "
        + `Intervals of ${shown.words(all[0].series.length)}; all charts and the map show the same part.`,
    }));
    for (const [heading, charts] of [...GROUPS, ["other columns", null]]) {
      const grid = pcpsim.element("div", { class: "panels" });
      for (const chart of charts || others(all, used)) {
        (chart.each ? separate : compared)(grid, name, shown, chart, all, used);
      }
      if (heading === "per-CPU pages") {
        all.forEach((model) => pcpsim.cpus(grid, name, shown, model));
      }
      if (grid.childElementCount > 0) {
        into.append(pcpsim.element("h4", { class: "group", text: heading }), grid);
      }
    }
    return shown;
  }

  return { show };
})();
