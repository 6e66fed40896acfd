"use strict";
/*
 * Ways to colour pageblocks. Each gives every cell a colour by look-up in small tables, and a legend. The less of a block
 * is in use, the nearer its colour is to that of the page, except for fill, which mixes three colours by their shares.
 */
pcpsim.colouring = (() => {
  const SHADES = 33;
  const HUES = 8;
  const TYPES = ["unmovable", "movable", "reclaimable", "highatomic"];

  const packed = ([red, green, blue]) => (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  const mixed = (from, to, share) => from.map((low, c) => Math.round(low + share * (to[c] - low)));

  /** A hue in all its shades: a block all free to a block all in use. */
  function shades(name) {
    const none = pcpsim.theme.channels("cell-free");
    const hue = pcpsim.theme.channels(name);
    return Uint32Array.from({ length: SHADES }, (_, i) => packed(i === 0 ? none : mixed(none, hue, 0.3 + (0.7 * i) / (SHADES - 1))));
  }

  /** How much of each group is in use, in so many steps; what is in use at all has at least one. */
  function used(model, free, g) {
    const share = 1 - free / model.where.pages[g];
    return share <= 0 ? 0 : Math.max(1, Math.round(share * (SHADES - 1)));
  }

  function byOwner(model, list) {
    const nobody = shades("cell-nobody");
    const owners = Array.from({ length: HUES }, (_, i) => packed(pcpsim.theme.channels("hue-" + i)));
    return cells(model, list, (i, g) => {
      const owner = model.owner[i];
      return owner > 0 ? owners[(owner - 1) % HUES] : nobody[used(model, model.free[i] + model.pcp[i], g)];
    });
  }

  function byType(model, list) {
    const types = TYPES.map((_, i) => shades("type-" + i));
    return cells(model, list, (i, g) => types[model.type[i] & 3][used(model, model.free[i] + model.pcp[i], g)]);
  }

  function byFill(model, list) {
    const [free, pcp, allocated] = ["cell-free", "cell-pcp", "cell-allocated"].map(pcpsim.theme.channels);
    const table = new Uint32Array(SHADES * SHADES);
    for (let inUse = 0; inUse < SHADES; inUse++) {
      for (let onPcp = 0; onPcp < SHADES; onPcp++) {
        const whole = mixed(free, allocated, inUse / (SHADES - 1));
        table[inUse * SHADES + onPcp] = packed(mixed(whole, pcp, onPcp / (SHADES - 1)));
      }
    }
    return cells(model, list, (i, g) => {
      const pages = model.where.pages[g];
      const onPcp = Math.min(SHADES - 1, Math.ceil((model.pcp[i] / pages) * (SHADES - 1)));
      return table[used(model, model.free[i] + model.pcp[i], g) * SHADES + onPcp];
    });
  }

  /** Colours of the groups in a list, one row after the other. */
  function cells(model, list, colour) {
    const made = new Uint32Array(list.length * model.intervals);
    let to = 0;
    for (const g of list) {
      for (let i = g * model.intervals; i < (g + 1) * model.intervals; i++) {
        made[to++] = colour(i, g);
      }
    }
    return made;
  }

  /** Hues of the CPUs that own anything; they come again from the ninth CPU on. */
  function owners(models) {
    const most = Math.max(...models.map((model) => model.owner.reduce((max, owner) => Math.max(max, owner), 0)));
    return Array.from({ length: Math.min(HUES, most) }, (_, i) => ["hue-" + i,
      `${i === 0 ? "CPU " : ""}${i}${most > HUES && i + HUES < most ? ", " + (i + HUES) + (i + 2 * HUES < most ? " …" : "") : ""}`]);
  }

  /** By name: how to make the colours of a model, and pairs of colour and words for the legend of all models. */
  const ways = {
    owner: { make: byOwner, legend: (models) => [...owners(models), ["cell-nobody", "nobody's, in use"], ["cell-free", "free"]] },
    type: { make: byType, legend: () => [...TYPES.map((type, i) => ["type-" + i, type]), ["cell-free", "free"]] },
    fill: { make: byFill, legend: () => [["cell-allocated", "allocated"], ["cell-pcp", "on per-CPU lists"], ["cell-free", "free"]] },
  };

  return { ways, TYPES };
})();
