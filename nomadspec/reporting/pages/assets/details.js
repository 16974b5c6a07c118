// One job, or one client.
const allocationList = (list) => {
  const shown = virtualList("allocations", [["Allocation", "wide"], ["Job", "optional"], ["Client", ""], ["Status", ""], ["CPU MHz", "narrow optional"], ["Memory MB", "narrow optional"], ["Ports and volumes", "medium optional"]], 34, (i) => {
    const a = list[i], n = allocations.node[a], j = allocations.job[a];
    const status = !cluster.compared || !allocations.phase[a] ? text(allocations.client[a]) : allocations.phase[a] === AFTER ? "new" : "ends" + (text(allocations.why[a]) ? `: ${text(allocations.why[a])}` : "");
    return [make("span", { title: text(allocations.id[a]) }, text(allocations.name[a])), j < 0 ? "" : link(jobAddress(j), jobName(j)), n < 0 ? "" : link(nodeAddress(n), text(nodes.name[n])), status,
      allocations.cpu[a], allocations.memory[a], whole(held(a))];
  });
  return { element: make("div", {}, make("h3", {}, `Allocations (${list.length})`), shown.element), shown: () => shown.show(list.length) };
};

const missing = (what) => ({ element: make("p", {}, `This report has no ${what}.`), shown() {} });

const jobView = (path) => {
  const j = jobByKey.get(path.map(decodeURIComponent).join("/"));
  if (j === undefined) return missing("such job");
  const job = jobs[j], list = allocationList(ofJob[j]);
  const groups = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Groups" }, make("table", {}, make("thead", {}, make("tr", {}, ["Group", "Count", "Task", "Driver", "CPU MHz", "Memory MB"].map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, job.groups.flatMap(([name, count, tasks]) => tasks.map(([task, driver, cpu, memory], i) => make("tr", {}, [i ? "" : text(name), i ? "" : count, text(task), text(driver), cpu, memory].map((cell) => make("td", {}, cell))))))));
  const versions = job.versions.map(([number, stable, lines]) => make("div", {}, make("h4", {}, `Version ${number}${stable ? " (stable)" : ""}`),
    lines.length ? make("pre", { tabindex: "0" }, lines.map(text).join("\n")) : null));
  return { element: make("div", {}, make("h2", {}, jobName(j)),
    facts([["Status", text(job.status)], ["Type", text(job.type)], ["Priority", job.priority], ["Namespace", text(job.namespace)], ["Running", running(ofJob[j], now())]]),
    make("p", {}, link("#topology?job=" + encodeURIComponent(jobName(j)), "Show in the topology")), make("h3", {}, "Groups"), groups, list.element, make("h3", {}, "Versions"), versions), shown: list.shown };
};

const clientView = (path) => {
  const n = nodeById.get(decodeURIComponent(path[0] || ""));
  if (n === undefined) return missing("such client");
  const list = allocationList(ofNode[n]), moment = now();
  const block = (title, found) => found.length ? [make("h3", {}, title), facts(found)] : [];
  const amount = (what, unit) => `${used(n, what, moment)} of ${nodes[what][n]} ${unit} (${percent(used(n, what, moment), nodes[what][n])})`;
  const answers = answered.map((answer) => [text(answer.name), resultOf(answer, n).filter(Boolean).join(": ")]);
  return { element: make("div", {}, make("h2", {}, text(nodes.name[n])),
    facts([["ID", text(nodes.id[n])], ["Status", text(nodes.status[n]) + (text(nodes.was[n]) ? ` (was ${text(nodes.was[n])})` : "")], ["Datacenter", text(nodes.datacenter[n])], ["Pool", text(nodes.pool[n])], ["Class", text(nodes.class[n])],
      ["CPU", amount("cpu", "MHz")], ["Memory", amount("memory", "MB")], ["Disk", amount("disk", "MB")]]),
    block("Why planned groups run here or not", answers), list.element, block("Drivers", pairs(cluster.sets[nodes.drivers[n]])), block("Host volumes", pairs(cluster.sets[nodes.volumes[n]])),
    block("Meta", pairs(cluster.sets[nodes.meta[n]])), block("Attributes", [...pairs(nodes.own[n]), ...pairs(cluster.sets[nodes.attributes[n]])])), shown: list.shown };
};
