// A list of any length, of which only the rows in sight are elements. `columns`: [title, class]; `row(i)` → cells, or {heading, cells}.
const virtualList = (label, columns, height, row) => {
  const space = make("div", { class: "space", role: "presentation" });
  const body = make("div", { class: "body", role: "rowgroup", tabindex: "0", "aria-label": label }, space);
  const head = make("div", { role: "rowgroup" }, make("div", { class: "head", role: "row" }, columns.map(([title, kind]) => make("span", { class: "cell " + kind, role: "columnheader" }, title || "\u00a0"))));
  const element = make("div", { class: "list", role: "table", "aria-label": label }, head, body);
  const drawn = new Map(); // rows in sight by number; one that is still in sight stays the same element, and the focus with it
  let count = 0;
  const draw = (all) => {
    const from = all ? 0 : Math.max(0, Math.floor(body.scrollTop / height) - 6);
    const to = all ? Math.min(count, 2000) : Math.min(count, Math.ceil((body.scrollTop + (body.clientHeight || 600)) / height) + 6);
    for (const [i, line] of drawn) if ((i < from || i >= to) && !line.contains(document.activeElement)) { line.remove(); drawn.delete(i); }
    for (let i = to - 1, next = null; i >= from; i--) {
      const line = drawn.get(i) || lineOf(i);
      if (line.parentNode !== space || line.nextSibling !== next) space.insertBefore(line, next);
      next = line;
    }
  };
  const redraw = (all) => { drawn.clear(); space.replaceChildren(); draw(all); };
  const lineOf = (i) => {
    const made = row(i);
    const { cells, heading } = Array.isArray(made) ? { cells: made } : made;
    const line = make("div", { class: heading ? "row heading" : "row", role: "row", "aria-rowindex": i + 2 },
      cells.map((cell, k) => make("span", { class: "cell " + (columns[k] ? columns[k][1] : ""), role: "cell" }, cell)));
    line.style.top = i * height + "px";
    line.style.height = height + "px";
    drawn.set(i, line);
    return line;
  };
  body.addEventListener("scroll", () => requestAnimationFrame(() => draw(false)), { passive: true });
  addEventListener("resize", () => draw(false));
  addEventListener("beforeprint", () => { redraw(true); });
  addEventListener("afterprint", () => { redraw(false); });
  return {
    element,
    show(total) {
      count = total;
      element.setAttribute("aria-rowcount", total + 1);
      space.style.height = total * height + "px";
      body.scrollTop = 0;
      redraw(false);
    },
  };
};
