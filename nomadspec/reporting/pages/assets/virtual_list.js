// A list of any length, of which only the rows in sight are elements. `columns`: [title, class]; `row(i)` → cells, or {heading, cells}.
const virtualList = (label, columns, height, row) => {
  const space = make("div", { class: "space", role: "presentation" });
  const body = make("div", { class: "body", role: "rowgroup", tabindex: "0", "aria-label": label }, space);
  const head = make("div", { role: "rowgroup" }, make("div", { class: "head", role: "row" }, columns.map(([title, kind]) => make("span", { class: "cell " + kind, role: "columnheader" }, title || "\u00a0"))));
  const element = make("div", { class: "list", role: "table", "aria-label": label }, head, body);
  let count = 0, first = -1, last = -1;
  const draw = (all) => {
    const from = all ? 0 : Math.max(0, Math.floor(body.scrollTop / height) - 6);
    const to = all ? Math.min(count, 2000) : Math.min(count, Math.ceil((body.scrollTop + (body.clientHeight || 600)) / height) + 6);
    if (from === first && to === last) return;
    [first, last] = [from, to];
    const rows = [];
    for (let i = from; i < to; i++) {
      const made = row(i);
      const { cells, heading } = Array.isArray(made) ? { cells: made } : made;
      const line = make("div", { class: heading ? "row heading" : "row", role: "row", "aria-rowindex": i + 2 },
        cells.map((cell, k) => make("span", { class: "cell " + (columns[k] ? columns[k][1] : ""), role: "cell" }, cell)));
      line.style.top = i * height + "px";
      line.style.height = height + "px";
      rows.push(line);
    }
    space.replaceChildren(...rows);
  };
  body.addEventListener("scroll", () => requestAnimationFrame(() => draw(false)), { passive: true });
  addEventListener("resize", () => draw(false));
  addEventListener("beforeprint", () => { first = -1; draw(true); });
  addEventListener("afterprint", () => { first = -1; draw(false); });
  return {
    element,
    show(total) {
      count = total; first = -1;
      element.setAttribute("aria-rowcount", total + 1);
      space.style.height = total * height + "px";
      body.scrollTop = 0;
      draw(false);
    },
  };
};
