// The topology: datacenter → pool or class → node → allocations as parts of bars of processor and memory, before and after changes.
const MOST_PARTS = 80; // of a bar; what is beyond is one part
const bar = (n, what, moment, picked) => {
  const parts = [], list = ofNode[n].filter((a) => holds(a, moment)), whole = nodes[what][n] || 1;
  list.slice(0, MOST_PARTS).forEach((a) => {
    const change = !cluster.compared ? "" : allocations.phase[a] === AFTER ? " new" : allocations.phase[a] === BEFORE ? " old" : "";
    const part = make("span", { class: "seg" + (picked(a) ? " sel" : change), title: `${text(allocations.name[a])}: ${allocations[what][a]} ${what === "cpu" ? "MHz" : "MB"}${text(allocations.ports[a]) ? ", ports " + text(allocations.ports[a]) : ""}${change === " new" ? " (new)" : change === " old" ? " (ends)" : ""}` });
    part.style.width = 100 * allocations[what][a] / whole + "%";
    parts.push(part);
  });
  const rest = list.slice(MOST_PARTS);
  if (rest.length) {
    const part = make("span", { class: "seg", title: `${rest.length} more` });
    part.style.width = 100 * rest.reduce((sum, a) => sum + allocations[what][a], 0) / whole + "%";
    parts.push(part);
  }
  const taken = used(n, what, moment);
  return make("span", { class: "bar", role: "img", "aria-label": `${what === "cpu" ? "CPU" : "memory"}: ${taken} of ${nodes[what][n]} ${what === "cpu" ? "MHz" : "MB"}, ${list.length} allocations` }, parts);
};

const topologyView = (given) => {
  const chosen = Object.fromEntries(given);
  let rows = [];
  const moment = () => chosen.show || (cluster.compared ? "both" : "before");
  const answer = () => cluster.answers.find((one) => text(one.name) === chosen.why);
  const changed = (n) => nodes.change[n] || text(nodes.was[n]) || ofNode[n].some((a) => allocations.live[a] && allocations.phase[a]);
  const picked = (a) => Boolean(chosen.job) && jobName(allocations.job[a]) === chosen.job;
  const list = virtualList("topology", [["Client", ""], ["CPU and memory", "bars"], ["Of CPU", "narrow optional"], ["Of memory", "narrow optional"], ["Status", "wide optional"]], 46, (i) => {
    const row = rows[i];
    if (row.title) return { heading: true, cells: [row.title] };
    const n = row.node, why = answer(), at = moment() === "both" ? "after" : moment();
    const status = why ? `${text(why.verdicts[n]) || "not evaluated"}: ${text(why.reasons[n])}` : text(nodes.status[n]) + (text(nodes.was[n]) ? ` (was ${text(nodes.was[n])})` : "") + (nodes.change[n] === AFTER ? ", added" : "");
    return [link(nodeAddress(n), text(nodes.name[n])), make("span", { title: status }, bar(n, "cpu", moment(), picked), bar(n, "memory", moment(), picked)),
      percent(used(n, "cpu", at), nodes.cpu[n]), percent(used(n, "memory", at), nodes.memory[n]), make("span", { title: status }, status)];
  });
  const told = make("output", { "aria-live": "polite" });
  const refresh = () => {
    const words = wordsOf(chosen.q || ""), groups = new Map();
    let count = 0;
    nodes.id.forEach((_, n) => {
      if (["datacenter", "pool", "class"].some((name) => chosen[name] && text(nodes[name][n]) !== chosen[name])) return;
      if (!matches(words, text(nodes.name[n]), text(nodes.id[n])) || (chosen.only === "changed" && !changed(n))) return;
      if (chosen.only === "job" && !ofNode[n].some((a) => holds(a, moment()) && picked(a))) return;
      const key = [text(nodes.datacenter[n]), text(nodes.pool[n]), text(nodes.class[n])].filter(Boolean).join(" › ") || "no datacenter";
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push({ node: n });
      count++;
    });
    rows = [...groups.keys()].sort().flatMap((key) => [{ title: `${key}: ${groups.get(key).length} ${groups.get(key).length === 1 ? "client" : "clients"}` }, ...groups.get(key)]);
    told.textContent = `${count} of ${nodes.id.length} clients`;
    list.show(rows.length);
  };
  const change = (name) => (value) => {
    if (value) chosen[name] = value; else delete chosen[name];
    keep("topology", chosen);
    refresh();
  };
  const values = (name) => [["", "all"], ...distinct(nodes[name]).map((value) => [value, value])];
  const form = make("form", { class: "filters", role: "search", on: { submit: (event) => event.preventDefault() } }, searchField(chosen.q || "", change("q")),
    cluster.compared ? choice("show", "Show", [["", "before and after"], ["before", "before"], ["after", "after"]], chosen.show || "", change("show")) : null,
    ["datacenter", "pool", "class"].filter((name) => values(name).length > 2).map((name) => choice(name, name[0].toUpperCase() + name.slice(1), values(name), chosen[name] || "", change(name))),
    choice("job", "Highlight job", [["", "none"], ...jobs.map((_, j) => [jobName(j), jobName(j)])], chosen.job || "", change("job")),
    cluster.answers.length ? choice("why", "Why not", [["", "no group"], ...cluster.answers.map((one) => [text(one.name), text(one.name)])], chosen.why || "", change("why")) : null,
    choice("only", "Clients", [["", "all"], ...(cluster.compared ? [["changed", "with changes"]] : []), ["job", "with the highlighted job"]], chosen.only || "", change("only")), told);
  const key = (kind, title) => make("span", {}, make("i", { class: "key " + kind }), title);
  const legend = make("p", { class: "legend" }, key("", "runs"), cluster.compared ? [key("new", "new"), key("old", "ends")] : [], key("sel", "highlighted job"));
  return { element: make("div", {}, form, legend, list.element), shown: refresh };
};
