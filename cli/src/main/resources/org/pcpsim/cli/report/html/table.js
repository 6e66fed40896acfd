"use strict";
/* The table of a sweep: rows by what they were run with, values of axes in their order, medians. */
pcpsim.Table = class {
  constructor(data) {
    this.columns = data.columns;
    this.axes = data.axes;
    this.figures = data.figures;
    this.size = data.columns.name.length;
    this.models = [...new Set(data.columns.name)];
    this.orders = new Map(data.axes.map((axis) => [axis, pcpsim.Table.ordered(new Set(data.columns["axis." + axis]))]));
  }

  /** 32, "8G" and "1.5" are amounts; other texts are none. */
  static amount(value) {
    if (typeof value === "number") {
      return value;
    }
    const match = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(value);
    return match ? Number(match[1]) * 1024 ** " KMGT".indexOf(match[2] || " ") : NaN;
  }

  /** Amounts ascending, else as they come. */
  static ordered(values) {
    const all = [...values];
    return all.every((value) => Number.isFinite(pcpsim.Table.amount(value)))
      ? all.sort((a, b) => pcpsim.Table.amount(a) - pcpsim.Table.amount(b))
      : all;
  }

  value(axis, row) {
    return this.columns["axis." + axis][row];
  }

  values(axis) {
    return this.orders.get(axis);
  }

  /** The axis that curves go over: one of amounts if there is one, and no seed. */
  firstAxis() {
    const varied = this.axes.filter((axis) => axis !== "seed");
    return varied.find((axis) => Number.isFinite(pcpsim.Table.amount(this.values(axis)[0]))) || varied[0] || this.axes[0];
  }

  /**
   * Numbers of a figure in the rows that a condition takes, by model. Relative ones are changes in percent against the
   * first model at the same point.
   */
  numbers(figure, model, relative, takes) {
    const column = this.columns[figure] || [];
    const found = [];
    const reference = relative ? this.reference(figure) : null;
    for (let row = 0; row < this.size; row++) {
      if (this.columns.name[row] === model && typeof column[row] === "number" && takes(row)) {
        if (!relative) {
          found.push(column[row]);
        } else if (reference.get(this.columns.point[row])) {
          found.push(100 * (column[row] / reference.get(this.columns.point[row]) - 1));
        }
      }
    }
    return found;
  }

  reference(figure) {
    const values = new Map();
    this.columns.name.forEach((name, row) => {
      if (name === this.models[0]) {
        values.set(this.columns.point[row], this.columns[figure][row]);
      }
    });
    return values;
  }

  /** Median, lowest, highest, and of how many; null of none. */
  static spread(numbers) {
    if (numbers.length === 0) {
      return null;
    }
    const sorted = [...numbers].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return { median, low: sorted[0], high: sorted[sorted.length - 1], of: sorted.length };
  }
};
