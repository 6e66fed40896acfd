"use strict";
/* Pages on each CPU's PCPs over the run: one row a CPU, darker for more. */
pcpsim.cpus = (() => {
  const HEIGHT = 132;

  function most(rows) {
    let max = 0;
    for (const row of rows) {
      for (const pages of row) {
        max = Math.max(max, pages);
      }
    }
    return max;
  }

  function colours(rows, max) {
    const from = pcpsim.theme.channels("scale-low");
    const to = pcpsim.theme.channels("scale-high");
    const made = new Uint32Array(rows.length * rows[0].length);
    rows.forEach((row, r) => row.forEach((pages, i) => {
      const share = max === 0 ? 0 : Math.sqrt(pages / max);
      const [red, green, blue] = from.map((low, c) => Math.round(low + share * (to[c] - low)));
      made[r * row.length + i] = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
    }));
    return made;
  }

  /** Draws the rows of a model, if it has any. */
  return (into, name, view, model) => {
    const rows = model.series.pcp && model.series.pcp.pagesByCpu;
    if (!Array.isArray(rows) || rows.length === 0 || !Array.isArray(rows[0])) {
      return;
    }
    const each = model.series.cpusEach || 1;
    const cpu = (row) => (each === 1 ? `CPU ${row}` : `CPUs ${row * each}–${(row + 1) * each - 1}`);
    const max = most(rows);
    const title = `${model.name}: pages on each CPU's PCPs`;
    const panel = pcpsim.panel({
      title,
      unit: `0 to ${pcpsim.words.count(max)}`,
      name: `${name}-${model.name}-pcp-pages-by-cpu`,
      rows: () => [["model", "row", `end_${view.unit}`, "pages"],
        ...rows.flatMap((row, r) => row.map((pages, i) => [model.name, r, model.ends[i], pages]))],
      label: `${title}; arrows point, plus and minus zoom, 0 shows all`,
    });
    into.append(panel.figure);
    let raster = null;
    pcpsim.theme.onChange(() => {
      raster = null;
    });
    new pcpsim.Grid({
      panel,
      view,
      rows: new pcpsim.View(0, rows.length, "rows", Math.min(4, rows.length)),
      start: model.series.start,
      length: model.series.length,
      intervals: model.series.intervals,
      height: HEIGHT - pcpsim.Grid.BOTTOM,
      raster: () => {
        raster = raster || new pcpsim.Raster(rows.length, rows[0].length, colours(rows, max));
        return raster;
      },
      ticks: (grid) => {
        const step = Math.max(1, Math.ceil((grid.rows.to - grid.rows.from) / 6));
        return Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => ({ row: i * step + 0.5, text: cpu(i * step) }));
      },
      tip: (row, column) => [cpu(row), view.words(model.ends[column]), `${pcpsim.words.count(rows[row][column])} pages`],
    });
  };
})();
