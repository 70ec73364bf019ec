"use strict";
// Sorts tables by a click on a heading, and opens a council that a link leads to. Without it the page is complete; its words stand in the page.
(() => {
  const said = document.getElementById("said");
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  // A number, a text, or null where there is nothing to sort by.
  const keyOf = (cell) => {
    const text = cell.textContent.trim();
    if (!text || cell.classList.contains("none")) return null;
    const number = Number(cell.querySelector("data")?.value ?? text);
    return Number.isNaN(number) ? text : number;
  };
  const compare = (one, other) => typeof one === "number" && typeof other === "number" ? one - other : order.compare(one, other);

  const sort = (table, head) => {
    const way = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    const sign = way === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row.cells[head.cellIndex]), row]);
    rows.sort(([a], [b]) => a === null || b === null ? (a === null) - (b === null) : sign * compare(a, b));
    table.tBodies[0].append(...rows.map(([, row]) => row));
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", way);
    said.textContent = said.dataset[way].replace("{}", () => head.textContent.trim());
  };

  for (const table of document.querySelectorAll("table.sorts")) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      // A browser leaves a button that is half in view where it is.
      button.addEventListener("focus", () => button.scrollIntoView({ block: "nearest", inline: "nearest" }));
      head.append(button);
    }
  }

  const open = (hash) => {
    for (let part = document.getElementById(hash.slice(1)); part; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement) part.open = true;
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) open(link.hash);
  });
  if (location.hash) {
    open(location.hash);
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
})();
