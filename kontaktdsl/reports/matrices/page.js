// Arrow keys go from cell to cell; the cell in focus or under the pointer shows its rule below.
// Without this script the page is a plain table whose marks link to the list of rules.
(() => {
  "use strict";
  const table = document.querySelector("table");
  const pane = document.getElementById("cell");
  const heads = [...table.tHead.querySelectorAll("th.h")].length;
  const columns = [...table.tHead.querySelectorAll("th.c")];
  const rows = [];
  const place = new Map();

  for (const body of table.tBodies) {
    const group = body.querySelector("th[scope=rowgroup]");
    let labels = [];
    for (const line of body.rows) {
      const cells = [...line.querySelectorAll("td")];
      if (!cells.length) continue;
      const own = [...line.querySelectorAll("th[scope=row]")];
      labels = [...labels.slice(0, heads - own.length), ...own];
      cells.forEach((cell, at) => {
        place.set(cell, { row: rows.length, at, group, labels, column: columns[at] });
        cell.tabIndex = -1;
        for (const link of cell.querySelectorAll("a")) link.tabIndex = -1;
      });
      rows.push(cells);
    }
  }
  if (!rows.length) return;
  document.body.classList.add("live");
  table.setAttribute("role", "grid");
  let home = rows[0][0];
  home.tabIndex = 0;

  const add = (parent, name, text, kind) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.textContent = text;
    parent.append(made);
    return made;
  };
  const described = (cell) => cell.getAttribute("aria-describedby").split(" ");
  const lit = [];
  const show = (cell) => {
    const { group, labels, column } = place.get(cell);
    for (const head of lit.splice(0)) head.classList.remove("on");
    lit.push(...labels, ...(column ? [column] : []));
    for (const head of lit) head.classList.add("on");
    pane.replaceChildren();
    pane.hidden = false;
    const who = [...(group ? [group] : []), ...lit].map((head) => head.textContent.trim());
    add(pane, "p", who.join(" · "), "who");
    add(pane, "p", cell.querySelector(".a").dataset.full || cell.querySelector(".a").textContent, "what");
    const list = add(pane, "ul", "", "rules");
    const reasons = new Set();
    for (const id of described(cell)) {
      const rule = document.getElementById(id);
      const copy = add(list, "li", "");
      for (const part of rule.childNodes) copy.append(part.cloneNode(true));
      const block = rule.closest(".block");
      const why = block && block.querySelector(".why");
      if (why) reasons.add(why);
    }
    for (const why of reasons) pane.append(why.cloneNode(true));
  };
  const enter = (cell) => {
    home.tabIndex = -1;
    home = cell;
    cell.tabIndex = 0;
    cell.focus();
  };

  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    show(cell);
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("td");
    if (cell) show(cell);
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell && !event.target.closest("a")) enter(cell);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") pane.hidden = true;
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
    const { row, at } = place.get(cell);
    const last = rows.length - 1;
    const wide = rows[row].length - 1;
    const far = event.ctrlKey;
    const to = {
      ArrowUp: [far ? 0 : row - 1, at],
      ArrowDown: [far ? last : row + 1, at],
      ArrowLeft: [row, far ? 0 : at - 1],
      ArrowRight: [row, far ? wide : at + 1],
      Home: [far ? 0 : row, 0],
      End: [far ? last : row, wide],
    }[event.key];
    if (to) {
      event.preventDefault();
      const next = rows[to[0]] && rows[to[0]][to[1]];
      if (next) enter(next);
    } else if (event.key === "Enter" && event.target === cell) {
      location.hash = described(cell)[0];
    }
  });
})();
