"use strict";
/* The one name that the page's scripts share, and numbers for people, written as in the tables. */
const pcpsim = {};

pcpsim.data = JSON.parse(document.getElementById("data").textContent);

pcpsim.words = (() => {
  const MINUS = "\u2212";
  const TIMES = ["ns", "µs", "ms", "s"];
  const PREFIXES = ["", " k", " M", " G", " T"];

  /** A number with so many digits after the point and thousands set apart. */
  function decimal(number, digits) {
    const [whole, fraction] = Math.abs(number).toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    const text = fraction === undefined ? grouped : grouped + "." + fraction;
    return number < 0 && /[1-9]/.test(text) ? MINUS + text : text;
  }

  /** Three digits: 0.123, 1.23, 12.3, 1,234. */
  function short3(number) {
    const size = Math.abs(number);
    return decimal(number, size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  function count(number) {
    return Number.isInteger(number) ? decimal(number, 0) : short3(number);
  }

  /** A time in ns in the unit that suits it. */
  function time(ns) {
    let value = ns;
    let unit = 0;
    while (Math.abs(value) >= 1000 && unit < TIMES.length - 1) {
      value /= 1000;
      unit++;
    }
    return (unit === 0 && Number.isInteger(value) ? decimal(value, 0) : short3(value)) + " " + TIMES[unit];
  }

  function share(part) {
    return short3(100 * part) + " %";
  }

  /** Short enough for an axis: 1.5 k, 20 M. */
  function axis(number) {
    let value = number;
    let unit = 0;
    while (Math.abs(value) >= 1000 && unit < PREFIXES.length - 1) {
      value /= 1000;
      unit++;
    }
    const text = String(Number(Math.abs(value).toPrecision(3)));
    return (value < 0 ? MINUS : "") + text + PREFIXES[unit];
  }

  /** A time for an axis, without zeros at its end. */
  function axisTime(ns) {
    return time(ns).replace(/(\.\d*?)0+(?= )/, "$1").replace(/\.(?= )/, "");
  }

  function change(percent) {
    if (percent > 999) {
      return "× " + decimal(percent / 100 + 1, 0);
    }
    const text = decimal(percent, Math.abs(percent) < 9.95 ? 1 : 0);
    return (percent > 0 && /[1-9]/.test(text) ? "+" : "") + text + " %";
  }

  /** Round numbers in a range, about so many. */
  function marks(low, high, about) {
    const rough = (high - low) / about || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough * 0.999) || 10 * power;
    const found = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      found.push(i * step);
    }
    return found;
  }

  /** What a column is shown with, by the kind that the tables use. */
  const kinds = {
    COUNT: count,
    NUMBER: short3,
    INDEX: (value) => decimal(value, 3),
    SHARE: share,
    PERCENT: (value) => decimal(value, 2) + " %",
    TIME: time,
  };

  return { decimal, short3, count, time, share, axis, axisTime, change, marks, kinds };
})();

/** Class by which a model's colour is known: the same for a name wherever on the page it stands. */
pcpsim.modelKey = (name) => "model-" + (Math.max(0, pcpsim.data.models.indexOf(name)) % 6);

/** An element with a class, a text and children; texts never become markup. */
pcpsim.element = (tag, options = {}, ...children) => {
  const node = document.createElement(tag);
  if (options.class) {
    node.className = options.class;
  }
  if (options.text !== undefined) {
    node.textContent = options.text;
  }
  for (const [name, value] of Object.entries(options.attributes || {})) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
};
