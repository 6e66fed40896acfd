"use strict";
/*
 * Cells of a heat map as colours, and the same with each two rows or columns made one by their mean, again and again, so
 * that every pixel shows the mean of what lies under it however far away one looks, at the cost of one look-up.
 */
pcpsim.Raster = class {
  /** colours: one 32-bit RGBA value a cell, row after row. */
  constructor(rows, columns, colours) {
    this.levels = new Map([["0,0", { rows, columns, colours }]]);
  }

  /** Halved so many times in each direction; made when first asked for. */
  level(down, across) {
    const name = `${down},${across}`;
    if (!this.levels.has(name)) {
      this.levels.set(name, down > 0
        ? pcpsim.Raster.halvedDown(this.level(down - 1, across))
        : pcpsim.Raster.halvedAcross(this.level(down, across - 1)));
    }
    return this.levels.get(name);
  }

  static mean(a, b) {
    return (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
  }

  static halvedDown({ rows, columns, colours }) {
    const half = (rows + 1) >> 1;
    const mean = new Uint32Array(half * columns);
    for (let row = 0; row < half; row++) {
      const upper = 2 * row * columns;
      const lower = 2 * row + 1 < rows ? upper + columns : upper;
      const to = row * columns;
      for (let i = 0; i < columns; i++) {
        const a = colours[upper + i];
        const b = colours[lower + i];
        mean[to + i] = (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
      }
    }
    return { rows: half, columns, colours: mean };
  }

  static halvedAcross({ rows, columns, colours }) {
    const half = (columns + 1) >> 1;
    const mean = new Uint32Array(rows * half);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < half; i++) {
        const at = row * columns + 2 * i;
        mean[row * half + i] = pcpsim.Raster.mean(colours[at], 2 * i + 1 < columns ? colours[at + 1] : colours[at]);
      }
    }
    return { rows, columns: half, colours: mean };
  }

  /** How often one may halve so that a pixel still has a cell of its own. */
  static halvings(cellsEachPixel, cells) {
    const most = Math.ceil(Math.log2(Math.max(1, cells)));
    return Math.max(0, Math.min(most, Math.floor(Math.log2(Math.max(1, cellsEachPixel)))));
  }

  /** Fills an image with the cells between two rows and two columns, fractions allowed; outside it is transparent. */
  paint(image, rowFrom, rowTo, columnFrom, columnTo) {
    const { width, height } = image;
    const whole = this.levels.get("0,0");
    const down = pcpsim.Raster.halvings((rowTo - rowFrom) / height, whole.rows);
    const across = pcpsim.Raster.halvings((columnTo - columnFrom) / width, whole.columns);
    const { rows, columns, colours } = this.level(down, across);
    const pixels = new Uint32Array(image.data.buffer);
    const places = new Int32Array(width);
    for (let x = 0; x < width; x++) {
      places[x] = Math.floor((columnFrom + ((x + 0.5) * (columnTo - columnFrom)) / width) / 2 ** across);
    }
    let before = -1;
    for (let y = 0; y < height; y++) {
      const row = Math.floor((rowFrom + ((y + 0.5) * (rowTo - rowFrom)) / height) / 2 ** down);
      const to = y * width;
      if (row === before) {
        pixels.copyWithin(to, to - width, to);
      } else if (row >= 0 && row < rows) {
        for (let x = 0; x < width; x++) {
          const place = places[x];
          pixels[to + x] = place >= 0 && place < columns ? colours[row * columns + place] : 0;
        }
      } else {
        pixels.fill(0, to, to + width);
      }
      before = row;
    }
  }
};
