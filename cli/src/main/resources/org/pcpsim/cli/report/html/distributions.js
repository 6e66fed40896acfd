"use strict";
/*
 * How long holds and waits lasted: buckets from power of two to power of two, as bpftrace shows them, and below how long
 * the shortest half, 90 % and so on lasted at most.
 */
pcpsim.distributions = (() => {
  const words = pcpsim.words;
  const SHOWN = [
    ["zoneLockHoldNs", "How long zone->lock was held"],
    ["zoneLockWaitNs", "How long zone->lock was waited for"],
    ["allocNs", "How long an allocation took"],
    ["freeNs", "How long a free took"],
  ];
  const SHARES = [0.5, 0.9, 0.99, 0.999];
  const BAR = 9;

  /** Sums of buckets by the power of two that they lie under: index 0 is no time at all. */
  function octaves(distribution) {
    const sums = [];
    distribution.count.forEach((count, i) => {
      const octave = distribution.fromNs[i] === 0 ? 0 : Math.floor(Math.log2(distribution.fromNs[i])) + 1;
      sums[octave] = (sums[octave] || 0) + count;
    });
    return Array.from(sums, (sum) => sum || 0);
  }

  function total(distribution) {
    return distribution.count.reduce((sum, count) => sum + count, 0);
  }

  /** End of the bucket in which a share of all is reached. */
  function reached(distribution, share) {
    let left = share * total(distribution);
    for (let i = 0; i < distribution.count.length; i++) {
      left -= distribution.count[i];
      if (left <= 1e-9) {
        return distribution.toNs[i];
      }
    }
    return distribution.toNs[distribution.toNs.length - 1];
  }

  function svg(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) {
      node.setAttribute(name, value);
    }
    return node;
  }

  function label(x, y, text, anchor) {
    const node = svg("text", { x, y, "text-anchor": anchor });
    node.textContent = text;
    return node;
  }

  const bound = (octave) => (octave === 0 ? 0 : 2 ** (octave - 1));

  /** Rows of octaves from the first that any model has to the last; one bar a model in each. */
  function histogram(models, path, width) {
    const sums = models.map((model) => octaves(model.distributions[path]));
    const first = Math.min(...sums.map((sum) => sum.findIndex((count) => count > 0)));
    const last = Math.max(...sums.map((sum) => sum.length - 1));
    const totals = models.map((model) => total(model.distributions[path]));
    const most = Math.max(...sums.flatMap((sum, i) => sum.map((count) => count / totals[i])));
    const bar = models.length === 1 ? BAR + 3 : BAR;
    const row = bar * models.length + 5;
    const height = (last - first + 1) * row + 4;
    const left = 70;
    const right = 56;
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "histogram", role: "img" });
    for (let octave = first; octave <= last; octave++) {
      const y = (octave - first) * row + 2;
      const range = octave === 0 ? "none" : `${words.axisTime(bound(octave))} –`;
      picture.append(label(left - 8, y + row / 2 + 3, range, "end"));
      sums.forEach((sum, i) => {
        const part = (sum[octave] || 0) / totals[i];
        const length = (part / most) * (width - left - right);
        picture.append(svg("rect", {
          x: left, y: y + i * bar, width: part > 0 ? Math.max(length, 1) : 0, height: bar - 1, class: "fill-" + pcpsim.modelKey(models[i].name),
        }));
        if (part > 0) {
          const percent = label(left + length + 5, y + i * bar + bar / 2 + 3, words.share(part), "start");
          percent.classList.add("dense");
          picture.append(percent);
        }
      });
    }
    picture.append(svg("path", { d: `M${left - 0.5} 0V${height}`, class: "zero" }));
    return picture;
  }

  function quantiles(models, path) {
    const make = pcpsim.element;
    const head = make("tr", {}, make("th", { text: "shorter than" }), ...[...SHARES.map((share) => words.decimal(100 * share, share > 0.99 ? 1 : 0) + " %"),
      "all", "number"].map((text) => make("th", { text, class: "number", attributes: { scope: "col" } })));
    const body = models.map((model) => {
      const of = model.distributions[path];
      const under = (ns) => (ns === 1 ? "none" : words.time(ns));
      const cells = [...SHARES.map((share) => under(reached(of, share))), under(of.toNs[of.toNs.length - 1]),
        words.count(total(of))];
      return make("tr", {}, make("th", { text: model.name, class: pcpsim.modelKey(model.name), attributes: { scope: "row" } }),
        ...cells.map((text) => make("td", { text, class: "number" })));
    });
    return make("div", { class: "scroll" }, make("table", { class: "quantiles" }, make("thead", {}, head), make("tbody", {}, ...body)));
  }

  function rows(models, path) {
    return [["model", "from_ns", "to_ns", "count"], ...models.flatMap((model) => {
      const of = model.distributions[path];
      return of.count.map((count, i) => [model.name, of.fromNs[i], of.toNs[i], count]);
    })];
  }

  /** Draws the distributions that a result has. */
  return (into, result, name) => {
    for (const [path, title] of SHOWN) {
      const models = result.models.filter((model) => model.distributions && model.distributions[path] && model.distributions[path].count.length > 0);
      if (models.length > 0) {
        const panel = pcpsim.panel({ title, unit: "share by duration", name: `${name}-${path}`, rows: () => rows(models, path) });
        panel.figure.classList.add("distribution");
        panel.figure.removeAttribute("tabindex");
        panel.body.append(histogram(models, path, Math.min(into.clientWidth || 520, 640)), quantiles(models, path));
        pcpsim.readout(panel.readout, models.map((model) => ({ key: pcpsim.modelKey(model.name), label: model.name, value: "" })));
        into.append(panel.figure);
      }
    }
  };
})();
