"use strict";
/* What every chart has around it: a title that says what is drawn and in which unit, what it is at the moment, its data. */
pcpsim.panel = ({ title, unit, name, rows, label }) => {
  const make = pcpsim.element;
  const readout = make("p", { class: "readout" });
  const body = make("div", { class: "body" });
  const heading = make("h4", { text: title });
  if (unit) {
    heading.append(make("small", { text: unit }));
  }
  const figure = make(
    "figure",
    { class: "panel", attributes: { tabindex: "0", role: "group", "aria-label": label || title } },
    make("figcaption", {}, heading, pcpsim.download.button(name, rows), readout),
    body);
  return { figure, body, readout };
};

/** Coloured names with their values, as the legend of a panel. */
pcpsim.readout = (element, entries) => {
  element.replaceChildren(...entries.map((entry) => {
    const item = pcpsim.element("span", { class: "entry" });
    item.append(pcpsim.element("i", { class: "key " + entry.key }), entry.label + " ");
    item.append(pcpsim.element("b", { text: entry.value }), entry.end || "");
    return item;
  }));
};

/** Calls a function when an element is seen the first time, and tells later whether it is seen. */
pcpsim.whenSeen = (() => {
  const seen = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      seen.get(entry.target)(entry.isIntersecting);
    }
  }, { rootMargin: "200px" });
  addEventListener("beforeprint", () => seen.forEach((listener) => listener(true)));
  return (element, listener) => {
    seen.set(element, listener);
    observer.observe(element);
  };
})();
