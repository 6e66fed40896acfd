"use strict";
/*
 * The part of a run that all its pictures show, and the moment that all of them point at. Pictures subscribe; a change is
 * drawn once a frame, however often it was made, and only where it can be seen.
 */

/** Calls functions in the next frame, each once; how long that takes is the page's own measure of zooming. */
pcpsim.frame = (() => {
  const due = new Set();
  return (listener) => {
    if (due.size === 0) {
      requestAnimationFrame(() => {
        const began = performance.now();
        const now = [...due];
        due.clear();
        now.forEach((one) => one());
        performance.measure("pcpsim-zoom", { start: began, end: performance.now() });
      });
    }
    due.add(listener);
  };
})();

/** What each result on the page shows, by the section's name; for whoever looks from a console. */
pcpsim.views = new Map();

pcpsim.View = class {
  /** The whole: first and last position, what positions are (ns or operations), and the least that may be shown. */
  constructor(start, end, unit, least = (end - start) / 1000) {
    this.start = start;
    this.end = end > start ? end : start + 1;
    this.unit = unit;
    this.least = least;
    this.from = this.start;
    this.to = this.end;
    this.moment = null;
    this.zoomed = [];
    this.pointed = [];
  }

  /** Shows another part, as long as the least that may be shown. */
  show(from, to) {
    const span = Math.min(Math.max(to - from, this.least), this.end - this.start);
    this.from = Math.max(this.start, Math.min(from, this.end - span));
    this.to = this.from + span;
    this.draw();
  }

  all() {
    this.show(this.start, this.end);
  }

  /** Becomes a view of another whole, and shows all of it. */
  bounds(start, end, least) {
    Object.assign(this, { start, end: Math.max(end, start + 1), least });
    this.all();
  }

  /** Makes the part so many times as long, a position staying where it is. */
  scale(factor, around = (this.from + this.to) / 2) {
    const span = Math.min((this.to - this.from) * factor, this.end - this.start);
    const share = (around - this.from) / (this.to - this.from);
    this.show(around - share * span, around + (1 - share) * span);
  }

  /** Moves on by a share of what is shown. */
  move(share) {
    const by = share * (this.to - this.from);
    this.show(this.from + by, this.to + by);
  }

  /** Points at a moment, or with null at none. */
  point(moment, source) {
    this.moment = moment === null ? null : Math.max(this.start, Math.min(moment, this.end));
    this.pointed.forEach((listener) => listener(this.moment, source));
  }

  draw() {
    this.zoomed.forEach(pcpsim.frame);
  }

  onZoom(listener) {
    this.zoomed.push(listener);
  }

  onPoint(listener) {
    this.pointed.push(listener);
  }

  /** A position in words. */
  words(position) {
    return this.unit === "ns" ? pcpsim.words.time(position) : pcpsim.words.count(Math.round(position)) + " operations";
  }

  axisWords(position) {
    return this.unit === "ns" ? pcpsim.words.axisTime(position) : pcpsim.words.axis(position);
  }
};

/** Keys that every picture over time has; says whether the key was one of them. */
pcpsim.timeKeys = (view, key) => {
  const step = (view.to - view.from) / 100;
  const moment = view.moment === null ? (view.from + view.to) / 2 : view.moment;
  const actions = {
    ArrowLeft: () => view.point(moment - step),
    ArrowRight: () => view.point(moment + step),
    "+": () => view.scale(0.5, moment),
    "=": () => view.scale(0.5, moment),
    "-": () => view.scale(2, moment),
    "[": () => view.move(-0.25),
    "]": () => view.move(0.25),
    "0": () => view.all(),
    Escape: () => view.point(null),
  };
  if (!Object.hasOwn(actions, key)) {
    return false;
  }
  actions[key]();
  return true;
};
