"use strict";
/* Light or dark: what the system prefers, or what the switch says; on paper always light. */
pcpsim.theme = (() => {
  const root = document.documentElement;
  const probe = pcpsim.element("span", { attributes: { hidden: "" } });
  const listeners = [];
  const known = new Map();
  document.body.append(probe);

  function changed() {
    known.clear();
    listeners.forEach((listener) => listener());
  }

  function set(name) {
    if (name === "auto") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = name;
    }
    for (const button of document.querySelectorAll("button[data-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === name));
    }
    changed();
  }

  /** The colour that a style variable stands for now, as the canvas takes it. */
  function colour(name) {
    if (!known.has(name)) {
      probe.style.color = `var(--${name})`;
      known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
  }

  /** The same as red, green and blue from 0 to 255. */
  function channels(name) {
    return colour(name).match(/[\d.]+/g).slice(0, 3).map(Number);
  }

  /** Calls a function whenever colours have changed. */
  function onChange(listener) {
    listeners.push(listener);
  }

  let before = "auto";
  addEventListener("beforeprint", () => {
    before = root.dataset.theme || "auto";
    set("light");
  });
  addEventListener("afterprint", () => set(before));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  for (const button of document.querySelectorAll("button[data-theme]")) {
    button.addEventListener("click", () => set(button.dataset.theme));
  }
  set("auto");

  return { colour, channels, onChange, set };
})();
