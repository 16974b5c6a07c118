// The topology: datacenter → pool or class → node → allocations as parts of bars of processor and memory, before and after changes.
const MOST_PARTS = 80; // of a bar; what is beyond is one part
const UNITS = { cpu: "MHz", memory: "MB" };
const changeOf = (a) => !cluster.compared ? "" : allocations.phase[a] === AFTER ? "new" : allocations.phase[a] === BEFORE ? "old" : "";
const described = (a) => [`${text(allocations.name[a])}: ${allocations.cpu[a]} MHz, ${allocations.memory[a]} MB`, held(a), { new: "new", old: "ends" }[changeOf(a)] || text(allocations.client[a])].filter(Boolean).join("; ");

// The parts of a node's bars: allocations that hold something of it at a moment, and what is beyond as one.
const partsOf = (n, moment, picked) => {
  const list = ofNode[n].filter((a) => holds(a, moment)), rest = list.slice(MOST_PARTS);
  const parts = list.slice(0, MOST_PARTS).map((a) => ({ label: described(a), kind: picked(a) ? "sel" : changeOf(a), job: allocations.job[a], cpu: allocations.cpu[a], memory: allocations.memory[a] }));
  const sum = (what) => rest.reduce((total, a) => total + allocations[what][a], 0);
  return rest.length ? [...parts, { label: `${rest.length} more allocations: ${sum("cpu")} MHz, ${sum("memory")} MB`, kind: "", job: -1, cpu: sum("cpu"), memory: sum("memory") }] : parts;
};

// Both bars of a node are one list of its allocations: arrow keys, a click or a tap choose one, which `tell` gets; Enter opens its job.
const bars = (n, moment, picked, tell) => {
  const parts = partsOf(n, moment, picked), amounts = ["cpu", "memory"].map((what) => `${what === "cpu" ? "CPU" : "memory"} ${used(n, what, moment)} of ${nodes[what][n]} ${UNITS[what]}`).join(", ");
  const label = `${text(nodes.name[n])}: ${amounts}`;
  const drawn = Object.keys(UNITS).map((what) => parts.map((part, i) => {
    const element = make("span", { class: "seg " + part.kind, title: part.label, ...(what === "cpu" ? { role: "option", id: `part-${n}-${i}`, "aria-label": part.label, "aria-selected": "false" } : {}) });
    element.style.width = 100 * part[what] / (nodes[what][n] || 1) + "%";
    return element;
  }));
  const [cpu, memory] = drawn.map((elements, k) => make("span", { class: "bar " + Object.keys(UNITS)[k], role: "presentation", "aria-hidden": k === 1 && "true" }, elements));
  if (!parts.length) return make("span", { class: "parts", role: "img", "aria-label": label }, cpu, memory);
  let at = -1;
  const choose = (next) => {
    for (const [i, chosen] of [[at, false], [next, true]]) if (i >= 0) drawn.forEach((elements, k) => { elements[i].classList.toggle("current", chosen); if (!k) elements[i].setAttribute("aria-selected", String(chosen)); });
    at = next;
    if (at >= 0) element.setAttribute("aria-activedescendant", `part-${n}-${at}`); else element.removeAttribute("aria-activedescendant");
    tell(at < 0 ? "" : parts[at].label);
  };
  const steps = { ArrowRight: () => Math.min(at + 1, parts.length - 1), ArrowLeft: () => Math.max(at - 1, 0), Home: () => 0, End: () => parts.length - 1 };
  const element = make("span", { class: "parts", role: "listbox", tabindex: "0", "aria-orientation": "horizontal", "aria-label": label, on: {
    focus: () => { if (at < 0) choose(0); },
    blur: () => choose(-1),
    keydown: (event) => {
      if (event.key === "Enter" && at >= 0 && parts[at].job >= 0) location.hash = jobAddress(parts[at].job);
      else if (steps[event.key]) { event.preventDefault(); choose(steps[event.key]()); }
    },
    click: (event) => { const i = Math.max(...drawn.map((elements) => elements.indexOf(event.target))); if (i >= 0) choose(i); },
  } }, cpu, memory);
  return element;
};

// What a node has of ports and volumes: the numbers that allocations hold, its host volumes, and volumes that are mounted.
const portsAndVolumes = (n, moment) => {
  const list = ofNode[n].filter((a) => holds(a, moment)), parts = (column) => list.flatMap((a) => text(allocations[column][a]).split(", ")).filter(Boolean);
  const ports = [...new Set(parts("ports").map((port) => Number(port.split(" ").pop())))].sort((one, other) => one - other), volumes = [...new Set([...pairs(cluster.sets[nodes.volumes[n]]).map(([name]) => `${name} (host)`), ...parts("volumes")])].sort();
  return [ports.length && `ports ${ports.join(", ")}`, volumes.length && `volumes ${volumes.join(", ")}`].filter(Boolean).join("; ");
};

const topologyView = (given) => {
  const chosen = Object.fromEntries(given);
  let rows = [];
  const moment = () => chosen.show || (cluster.compared ? "both" : "before");
  const answer = () => answered.find((one) => text(one.name) === chosen.why);
  const changed = (n) => nodes.change[n] || text(nodes.was[n]) || ofNode[n].some((a) => allocations.live[a] && allocations.phase[a]);
  const picked = (a) => Boolean(chosen.job) && jobName(allocations.job[a]) === chosen.job;
  const list = virtualList("topology", [["Client", ""], ["CPU and memory", "bars"], ["CPU", "narrow optional"], ["Memory", "narrow optional"], ["Ports and volumes", "medium optional"], ["Status", "wide optional status"]], 46, (i) => {
    const row = rows[i];
    if (row.title) return { heading: true, cells: [row.title] };
    const n = row.node, why = answer(), at = moment() === "both" ? "after" : moment();
    const status = why ? resultOf(why, n).filter(Boolean).join(": ") : text(nodes.status[n]) + (text(nodes.was[n]) ? ` (was ${text(nodes.was[n])})` : "") + (nodes.change[n] === AFTER ? ", added" : "");
    return [link(nodeAddress(n), text(nodes.name[n])), bars(n, moment(), picked, tell),
      percent(used(n, "cpu", at), nodes.cpu[n]), percent(used(n, "memory", at), nodes.memory[n]), whole(portsAndVolumes(n, moment())), whole(status)];
  });
  const hint = "Select an allocation in a bar to see its details.";
  const detail = make("p", { class: "detail" }, hint), tell = (told) => { detail.textContent = told || hint; };
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
    list.element.classList.toggle("asked", Boolean(chosen.why));
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
    answered.length ? choice("why", "Why not", [["", "no group"], ...answered.map((one) => [text(one.name), text(one.name)])], chosen.why || "", change("why")) : null,
    choice("only", "Clients", [["", "all"], ...(cluster.compared ? [["changed", "with changes"]] : []), ["job", "with the highlighted job"]], chosen.only || "", change("only")), told);
  const key = (kind, title) => make("span", {}, make("i", { class: "key " + kind }), title);
  const legend = make("p", { class: "legend" }, key("", "runs"), cluster.compared ? [key("new", "new"), key("old", "ends")] : [], key("sel", "highlighted job"));
  const left = cluster.answers.length - answered.length;
  const omitted = left ? make("p", { class: "soft" }, `"Why not" has the first ${answered.length} of ${cluster.answers.length} planned groups: more would make the page too large.`) : null;
  return { element: make("div", {}, form, legend, omitted, detail, list.element), shown: refresh };
};
