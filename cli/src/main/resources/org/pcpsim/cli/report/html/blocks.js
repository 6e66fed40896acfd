"use strict";
/* A map file (pcpsim.map/1) as the page holds it: unpacked, and cells by their group of pageblocks and interval. */
pcpsim.blocks = (() => {
  const PAGES = 512;
  const HEAD = 12;

  async function inflated(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).arrayBuffer();
  }

  /** Groups in order: first block, number of blocks and pages in the zone, and the zone. */
  function groups(model) {
    const made = { zone: [], block: new Float64Array(model.groups), pages: new Float64Array(model.groups), starts: [] };
    let g = 0;
    model.zones.forEach((zone, z) => {
      made.starts.push(g);
      for (let i = 0; i < zone.groups; i++, g++) {
        const block = Math.floor(zone.startPfn / PAGES) + i * model.blocksEach;
        const from = Math.max(zone.startPfn, block * PAGES);
        const to = Math.min(zone.endPfn, (block + model.blocksEach) * PAGES);
        made.zone[g] = z;
        made.block[g] = block;
        made.pages[g] = Math.max(1, to - from);
      }
    });
    return made;
  }

  async function unpacked(model, columns) {
    const part = ({ offset, bytes }) => inflated(columns.subarray(offset, offset + bytes));
    const [type, owner, free, pcp] = await Promise.all(["type", "owner", "free", "pcp"].map((name) => part(model.columns[name])));
    const Pages = model.pageBytes === 2 ? Uint16Array : Uint32Array;
    return {
      ...model,
      where: groups(model),
      type: new Uint8Array(type),
      owner: new Uint16Array(owner),
      free: new Pages(free),
      pcp: new Pages(pcp),
    };
  }

  /** All models of a map, out of its text in base64. */
  async function read(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) {
      bytes[i] = text.charCodeAt(i);
    }
    const length = new DataView(bytes.buffer).getUint32(8, true);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD, HEAD + length)));
    return Promise.all(head.models.map((model) => unpacked(model, bytes.subarray(HEAD + length))));
  }

  /**
   * Groups that are not all through the run as at its beginning, in any model; of memory that was all free at the
   * beginning, those that are in use.
   */
  function changed(models, fresh) {
    const found = [];
    const groups = Math.min(...models.map((model) => model.groups));
    for (let g = 0; g < groups; g++) {
      if (models.some((model) => isChanged(model, g, fresh))) {
        found.push(g);
      }
    }
    return Int32Array.from(found);
  }

  function isChanged({ intervals, type, owner, free, pcp, where }, g, fresh) {
    const first = g * intervals;
    if (owner[first] > 0 || (fresh && free[first] < where.pages[g])) {
      return true;
    }
    for (let i = first + 1; i < first + intervals; i++) {
      if (free[i] !== free[first] || pcp[i] !== pcp[first] || owner[i] !== owner[first] || type[i] !== type[first]) {
        return true;
      }
    }
    return false;
  }

  return { read, changed, PAGES };
})();
