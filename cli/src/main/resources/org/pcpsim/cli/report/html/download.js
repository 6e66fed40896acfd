"use strict";
/* Data of charts and tables as files: made in the browser, out of what the page holds. */
pcpsim.download = (() => {
  function cell(value) {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  }

  /** Rows as CSV (RFC 4180 with line feeds), the first being the names of columns. */
  function csv(rows) {
    return rows.map((row) => row.map(cell).join(",") + "\n").join("");
  }

  function save(name, text, type) {
    const link = pcpsim.element("a", { attributes: { download: name } });
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** A button that saves rows, which are made when it is pressed. */
  function button(name, rows) {
    const made = pcpsim.element("button", {
      class: "save",
      text: "CSV",
      attributes: { type: "button", title: `Save ${name}.csv`, "aria-label": `Save ${name} as CSV` },
    });
    made.addEventListener("click", () => save(fileName(name) + ".csv", csv(rows()), "text/csv"));
    return made;
  }

  /** Names of models and files are not ours: only what any file system takes is kept. */
  function fileName(name) {
    return name.replace(/[^\w.-]+/g, "_");
  }

  /** What a table shows, numbers as they are and not as they are written. */
  function tableRows(table) {
    return [...table.rows].map((row) =>
      [...row.cells]
        .filter((one) => !one.classList.contains("change"))
        .map((one) => (one.dataset.value === undefined ? one.textContent.trim() : one.dataset.value)));
  }

  function tables() {
    for (const table of document.querySelectorAll("table[data-csv]")) {
      const caption = table.createCaption();
      caption.append(button(table.dataset.csv, () => tableRows(table)));
    }
  }

  return { csv, save, button, tables, tableRows };
})();
