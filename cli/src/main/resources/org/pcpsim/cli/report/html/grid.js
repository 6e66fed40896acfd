"use strict";
/*
 * A heat map on a canvas: rows down, the run across. Dragging a rectangle zooms into it; the wheel zooms with Ctrl held,
 * as on maps in other pages; every key of charts works, and up and down choose a row.
 */
pcpsim.Grid = class {
  static LEFT = 60;
  static BOTTOM = 20;

  /**
   * options: panel, view, rows (a view of rows), start, length, intervals (of columns), height, raster (a function),
   * rowLabel(row), tip(row, column) in words, ticks(grid) the rows to label
   */
  constructor(options) {
    Object.assign(this, options);
    this.seen = false;
    this.stale = true;
    this.chosen = null;
    this.drag = null;
    const body = this.panel.body;
    body.classList.add("grid");
    this.canvas = pcpsim.element("canvas");
    this.over = pcpsim.element("canvas", { class: "over" });
    this.tipBox = pcpsim.element("div", { class: "tip", attributes: { hidden: "" } });
    body.append(this.canvas, this.over, this.tipBox);
    // Kept, as asking for it makes the browser lay out the page.
    this.outer = body.clientWidth;
    this.listen();
  }

  listen() {
    const redraw = () => this.draw();
    const mark = (moment) => this.mark(moment);
    this.view.onZoom(redraw);
    this.rows.onZoom(redraw);
    this.view.onPoint(mark);
    pcpsim.theme.onChange(redraw);
    new ResizeObserver(() => {
      this.outer = this.panel.body.clientWidth;
      redraw();
    }).observe(this.panel.body);
    pcpsim.whenSeen(this.panel.figure, (seen) => {
      this.seen = seen;
      if (seen && this.stale) {
        this.draw();
      }
    });
    this.over.addEventListener("pointerdown", (event) => this.press(event));
    this.over.addEventListener("pointermove", (event) => this.move(event));
    this.over.addEventListener("pointerup", (event) => this.release(event));
    this.over.addEventListener("pointerleave", () => this.leave());
    this.over.addEventListener("dblclick", () => this.all());
    this.over.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.panel.figure.addEventListener("keydown", (event) => this.key(event));
    this.panel.figure.addEventListener("blur", () => this.leave());
  }

  /** Size of the picture in CSS pixels, without labels. */
  get width() {
    return Math.max(40, this.outer - pcpsim.Grid.LEFT);
  }

  positionAt(x) {
    return this.view.from + ((x - pcpsim.Grid.LEFT) / this.width) * (this.view.to - this.view.from);
  }

  rowAt(y) {
    return this.rows.from + (y / this.height) * (this.rows.to - this.rows.from);
  }

  xOf(position) {
    return pcpsim.Grid.LEFT + ((position - this.view.from) / (this.view.to - this.view.from)) * this.width;
  }

  yOf(row) {
    return ((row - this.rows.from) / (this.rows.to - this.rows.from)) * this.height;
  }

  columnAt(position) {
    return Math.max(0, Math.min(this.intervals - 1, Math.floor((position - this.start) / this.length)));
  }

  draw() {
    this.stale = !this.seen;
    const raster = this.raster();
    if (!this.seen || !raster) {
      return;
    }
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const { outer } = this;
    const total = this.height + pcpsim.Grid.BOTTOM;
    for (const canvas of [this.canvas, this.over]) {
      if (canvas.width !== Math.round(outer * ratio) || canvas.height !== Math.round(total * ratio)) {
        canvas.width = Math.round(outer * ratio);
        canvas.height = Math.round(total * ratio);
        canvas.style.width = outer + "px";
        canvas.style.height = total + "px";
      }
    }
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(Math.round(this.width * ratio), Math.round(this.height * ratio));
    const column = (position) => (position - this.start) / this.length;
    raster.paint(image, this.rows.from, this.rows.to, column(this.view.from), column(this.view.to));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.putImageData(image, Math.round(pcpsim.Grid.LEFT * ratio), 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.labels(context);
    this.mark(this.view.moment);
  }

  labels(context) {
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = pcpsim.theme.colour("muted");
    context.strokeStyle = pcpsim.theme.colour("rule");
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const { row, text, border } of this.ticks(this)) {
      const y = this.yOf(row);
      if (y >= -1 && y <= this.height + 1) {
        if (border) {
          context.beginPath();
          context.moveTo(0, y);
          context.lineTo(pcpsim.Grid.LEFT + this.width, y);
          context.stroke();
        }
        context.fillText(text, pcpsim.Grid.LEFT - 6, Math.max(7, Math.min(y + (border ? 8 : 0), this.height - 6)));
      }
    }
    context.textBaseline = "alphabetic";
    for (const position of pcpsim.words.marks(this.view.from, this.view.to, this.width / 100)) {
      const x = this.xOf(position);
      const text = this.view.axisWords(position);
      const half = context.measureText(text).width / 2;
      context.textAlign = "center";
      context.fillText(text, Math.max(pcpsim.Grid.LEFT + half, Math.min(x, pcpsim.Grid.LEFT + this.width - half)), this.height + 14);
    }
  }

  /** Line of the moment, the chosen row, and the rectangle being dragged. */
  mark(moment) {
    if (!this.seen || this.over.width === 0) {
      return;
    }
    const context = this.over.getContext("2d");
    const ratio = Math.min(devicePixelRatio || 1, 2);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.over.width, this.over.height);
    context.strokeStyle = pcpsim.theme.colour("ink");
    context.lineWidth = 1;
    if (moment !== null && moment >= this.view.from && moment <= this.view.to) {
      const x = Math.round(this.xOf(moment)) + 0.5;
      context.strokeRect(x, 0, 0, this.height);
    }
    if (this.chosen !== null) {
      const y = Math.round(this.yOf(this.chosen + 0.5)) + 0.5;
      context.setLineDash([2, 3]);
      context.strokeRect(pcpsim.Grid.LEFT, y, this.width, 0);
      context.setLineDash([]);
    }
    if (this.drag && this.drag.to) {
      const { from, to } = this.drag;
      context.strokeRect(from.x, from.y, to.x - from.x, to.y - from.y);
    }
  }

  /** Says what is at a cell, beside the pointer if there is one and in the panel's readout. */
  say(row, position, pointer) {
    const column = this.columnAt(position);
    const words = this.tip(Math.floor(row), column);
    this.panel.readout.textContent = words.join(" · ");
    this.tipBox.replaceChildren(...words.map((text) => pcpsim.element("div", { text })));
    this.tipBox.hidden = false;
    const x = pointer ? pointer.x : this.xOf(position);
    const y = pointer ? pointer.y : this.yOf(row);
    const flipped = x > pcpsim.Grid.LEFT + this.width / 2;
    this.tipBox.style.left = flipped ? "auto" : x + 14 + "px";
    this.tipBox.style.right = flipped ? this.outer - x + 14 + "px" : "auto";
    this.tipBox.style.top = Math.min(y + 8, this.height - 40) + "px";
  }

  place(event) {
    const box = this.over.getBoundingClientRect();
    const within = (value, low, high) => Math.max(low, Math.min(value, high));
    return {
      x: within(event.clientX - box.left, pcpsim.Grid.LEFT, pcpsim.Grid.LEFT + this.width),
      y: within(event.clientY - box.top, 0, this.height - 0.01),
    };
  }

  press(event) {
    if (event.button === 0) {
      this.drag = { from: this.place(event), to: null };
      this.over.setPointerCapture(event.pointerId);
    }
  }

  move(event) {
    const at = this.place(event);
    if (this.drag) {
      this.drag.to = at;
    }
    this.chosen = Math.floor(this.rowAt(at.y));
    this.view.point(this.positionAt(at.x), this);
    this.say(this.chosen, this.positionAt(at.x), at);
  }

  /** A drag that is nearly level or upright zooms in one direction only. */
  release(event) {
    const drag = this.drag;
    this.drag = null;
    if (!drag || !drag.to) {
      return;
    }
    const to = this.place(event);
    const [left, right] = [Math.min(drag.from.x, to.x), Math.max(drag.from.x, to.x)];
    const [top, bottom] = [Math.min(drag.from.y, to.y), Math.max(drag.from.y, to.y)];
    const [rowFrom, rowTo] = [this.rowAt(top), this.rowAt(bottom)];
    if (right - left > 6) {
      this.view.show(this.positionAt(left), this.positionAt(right));
    }
    if (bottom - top > 6) {
      this.rows.show(rowFrom, rowTo);
    }
    this.mark(this.view.moment);
  }

  leave() {
    this.tipBox.hidden = true;
    this.chosen = null;
    if (!this.drag) {
      this.view.point(null, this);
    }
  }

  all() {
    this.view.all();
    this.rows.all();
  }

  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const at = this.place(event);
      const factor = Math.exp(Math.max(-60, Math.min(event.deltaY, 60)) / 150);
      const [row, position] = [this.rowAt(at.y), this.positionAt(at.x)];
      this.view.scale(factor, position);
      this.rows.scale(factor, row);
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const step = Math.max(1, Math.round((this.rows.to - this.rows.from) / 64));
    const row = this.chosen === null ? Math.floor((this.rows.from + this.rows.to) / 2) : this.chosen;
    const actions = {
      ArrowUp: () => this.choose(row - step),
      ArrowDown: () => this.choose(row + step),
      PageUp: () => this.rows.move(-0.5),
      PageDown: () => this.rows.move(0.5),
      "+": () => this.rows.scale(0.5, row),
      "=": () => this.rows.scale(0.5, row),
      "-": () => this.rows.scale(2, row),
      "0": () => this.rows.all(),
    };
    const known = Object.hasOwn(actions, event.key);
    if (known) {
      actions[event.key]();
    }
    if (pcpsim.timeKeys(this.view, event.key) || known) {
      event.preventDefault();
    }
    if (event.key.startsWith("Arrow")) {
      this.choose(this.chosen === null ? row : this.chosen);
    }
  }

  choose(row) {
    this.chosen = Math.max(this.rows.start, Math.min(row, this.rows.end - 1));
    if (this.chosen < this.rows.from || this.chosen >= this.rows.to) {
      this.rows.move(this.chosen < this.rows.from ? -0.5 : 0.5);
    }
    const moment = this.view.moment === null ? (this.view.from + this.view.to) / 2 : this.view.moment;
    this.view.point(moment, this);
    this.say(this.chosen, moment, null);
  }
};
