"use strict";
/* All of memory at one moment: every group of pageblocks a square, in the order of addresses, as disk tools once drew disks. */
pcpsim.moment = (() => {
  const make = pcpsim.element;
  const GAP = 1;

  /** Rows of the map as squares in lines, about 2.5 times as wide as high. */
  function layout(rows, width) {
    const across = Math.max(16, Math.ceil(Math.sqrt(rows * 2.5)));
    const size = Math.max(1, Math.min(16, Math.floor(width / across)));
    const columns = Math.max(1, Math.floor(width / size));
    return { size, columns, lines: Math.ceil(rows / columns) };
  }

  function columnAt(model, moment) {
    return Math.max(0, Math.min(model.intervals - 1, Math.floor((moment - model.start) / model.length)));
  }

  function draw(panel, shared, model, colours, column) {
    const rows = shared.list.length;
    const { size, columns, lines } = layout(rows, panel.body.clientWidth || 400);
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const cell = Math.max(1, Math.round(size * ratio));
    const gap = cell >= 4 ? GAP : 0;
    const canvas = panel.canvas;
    const width = columns * cell;
    const height = lines * cell;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = width / ratio + "px";
      canvas.style.height = height / ratio + "px";
    }
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let line = 0; line < lines; line++) {
      const top = line * cell * width;
      const begin = line * columns;
      const end = Math.min(begin + columns, rows);
      for (let row = begin; row < end; row++) {
        const left = top + (row - begin) * cell;
        pixels.fill(colours[row * model.intervals + column], left, left + cell - gap);
      }
      for (let y = 1; y < cell - gap; y++) {
        pixels.copyWithin(top + y * width, top, top + width);
      }
    }
    context.putImageData(image, 0, 0);
  }

  /** Sums of a moment: what the picture cannot be counted for. */
  function sums(model, column) {
    let owned = 0;
    let whole = 0;
    for (let g = 0; g < model.groups; g++) {
      const i = g * model.intervals + column;
      owned += model.owner[i] > 0 ? 1 : 0;
      whole += model.free[i] >= model.where.pages[g] ? 1 : 0;
    }
    const rows = model.blocksEach === 1 ? "blocks" : "groups";
    return `${pcpsim.words.count(whole)} ${rows} all free, ${pcpsim.words.count(owned)} owned`;
  }

  /** Draws a picture for each model that follows the moment; at first that of the fewest free pages. */
  return (into, shared, models) => {
    const side = make("div", { class: "maps" });
    const heading = make("h4", { class: "group", text: `Memory at ${shared.view.words(shared.first)}` });
    into.append(heading, side);
    shared.view.onPoint((moment) => {
      if (moment !== null) {
        heading.textContent = `Memory at ${shared.view.words(moment)}`;
      }
    });
    models.forEach((model) => {
      const panel = pcpsim.panel({
        title: model.name,
        unit: "each square a row of the map, by address",
        name: `${shared.name}-moment-${model.name}`,
        rows: () => [["zone", "block", "type", "owner_cpu", "free", "pcp"], ...Array.from({ length: model.groups }, (_, g) => {
          const i = g * model.intervals + column;
          return [model.zones[model.where.zone[g]].name, model.where.block[g], pcpsim.colouring.TYPES[model.type[i]],
            model.owner[i] > 0 ? model.owner[i] - 1 : "", model.free[i], model.pcp[i]];
        })],
      });
      panel.figure.removeAttribute("tabindex");
      panel.canvas = make("canvas", { class: "moment" });
      panel.body.append(panel.canvas);
      side.append(panel.figure);
      let column = columnAt(model, shared.first);
      let colours = null;
      let seen = false;
      const paint = () => {
        if (seen) {
          colours = colours || pcpsim.colouring.ways[shared.way].make(model, shared.list);
          draw(panel, shared, model, colours, column);
          panel.readout.textContent = sums(model, column);
        }
      };
      const again = () => {
        colours = null;
        paint();
      };
      pcpsim.whenSeen(panel.figure, (now) => {
        seen = now;
        paint();
      });
      shared.moments.push(again);
      pcpsim.theme.onChange(again);
      new ResizeObserver(() => pcpsim.frame(paint)).observe(panel.body);
      shared.view.onPoint((moment) => {
        if (moment !== null && columnAt(model, moment) !== column) {
          column = columnAt(model, moment);
          pcpsim.frame(paint);
        }
      });
    });
  };
})();
