"use strict";
/* Puts the pictures of all inputs where the page has room for them. The tables are there without this. */
(() => {
  performance.mark("pcpsim-begin");
  const drawn = [];
  for (const section of document.querySelectorAll("section.result")) {
    const number = Number(section.dataset.result);
    const result = pcpsim.data.results[number];
    const part = (name) => section.querySelector("." + name);
    pcpsim.distributions(part("distributions"), result, section.id);
    const view = pcpsim.series.show(part("series"), result, section.id);
    pcpsim.views.set(section.id, view);
    const map = pcpsim.data.maps[number];
    if (map && map.base64) {
      drawn.push(pcpsim.map(part("map"), map.base64, section.id, view, result.initial === "fresh").catch((error) => {
        part("map").replaceChildren(pcpsim.element("p", { class: "missing", text: `The map of this run cannot be drawn here: ${error.message}` }));
      }));
    }
    pcpsim.figures(part("all-figures"), result, section.id);
  }
  for (const section of document.querySelectorAll("section.sweep")) {
    pcpsim.sweep(section.querySelector(".pictures"), pcpsim.data.sweeps[Number(section.dataset.sweep)], section.id);
  }
  pcpsim.download.tables();

  const nav = document.querySelector("nav");
  const named = new Set();
  const several = document.querySelectorAll("section.result").length > 1;
  for (const heading of document.querySelectorAll(several ? "main h2" : "main h2, main h3")) {
    // Parts that each model has stand there once.
    const text = heading.tagName === "H3" ? heading.textContent.split(":")[0] : heading.textContent;
    if (!named.has(text)) {
      named.add(text);
      heading.id = heading.id || "h-" + named.size;
      nav.append(pcpsim.element("a", { text, attributes: { href: "#" + heading.id } }));
    }
  }
  performance.mark("pcpsim-built");
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("pcpsim-first-picture")));
  Promise.all(drawn).then(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      performance.mark("pcpsim-all-drawn");
      document.documentElement.dataset.ready = "true";
    }));
  });
})();
