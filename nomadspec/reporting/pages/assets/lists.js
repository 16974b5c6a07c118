// Lists with a search field and filters: jobs, clients, servers. What is chosen is kept in the fragment of the address.
const filtered = (view, given, { noun, columns, height = 34, filters, count, passes, row }) => {
  const chosen = Object.fromEntries(given);
  let found = [];
  const list = virtualList(noun, columns, height, (i) => row(found[i]));
  const told = make("output", { "aria-live": "polite" });
  const refresh = () => {
    found = [];
    const words = wordsOf(chosen.q || "");
    for (let i = 0; i < count; i++) if (passes(i, words, chosen)) found.push(i);
    told.textContent = `${found.length} of ${count} ${noun}`;
    list.show(found.length);
  };
  const change = (name) => (value) => {
    if (value) chosen[name] = value; else delete chosen[name];
    keep(view, chosen);
    refresh();
  };
  const form = make("form", { class: "filters", role: "search", on: { submit: (event) => event.preventDefault() } }, searchField(chosen.q || "", change("q")),
    filters.filter(([, , values]) => values.length > 1).map(([name, label, values]) => choice(name, label, [["", "all"], ...values.map((value) => [value, value])], chosen[name] || "", change(name))), told);
  return { element: make("div", {}, form, list.element), shown: refresh };
};

const jobsView = (given) => filtered("jobs", given, {
  noun: "jobs",
  columns: [["Job", "wide"], ["Type", "optional"], ["Status", ""], ["Priority", "narrow optional"], ["Version", "narrow optional"], ["Running", "narrow"]],
  filters: [["status", "Status", distinct(jobs.map((job) => job.status))], ["type", "Type", distinct(jobs.map((job) => job.type))], ["namespace", "Namespace", distinct(jobs.map((job) => job.namespace))]],
  count: jobs.length,
  passes: (j, words, chosen) => (!chosen.status || text(jobs[j].status) === chosen.status) && (!chosen.type || text(jobs[j].type) === chosen.type)
    && (!chosen.namespace || text(jobs[j].namespace) === chosen.namespace) && matches(words, jobName(j)),
  row: (j) => [link(jobAddress(j), jobName(j)), text(jobs[j].type), text(jobs[j].status), jobs[j].priority, jobs[j].version, running(ofJob[j], now())],
});

const clientsView = (given) => filtered("clients", given, {
  noun: "clients",
  columns: [["Client", "wide"], ["Status", ""], ["Datacenter", "optional"], ["Pool", "optional"], ["Class", "optional"], ["CPU", "narrow"], ["Memory", "narrow"], ["Allocations", "optional"]],
  filters: [["status", "Status", distinct(nodes.status)], ["datacenter", "Datacenter", distinct(nodes.datacenter)], ["pool", "Pool", distinct(nodes.pool)], ["class", "Class", distinct(nodes.class)]],
  count: nodes.id.length,
  passes: (n, words, chosen) => ["status", "datacenter", "pool", "class"].every((name) => !chosen[name] || text(nodes[name][n]) === chosen[name]) && matches(words, text(nodes.name[n]), text(nodes.id[n])),
  row: (n) => [link(nodeAddress(n), text(nodes.name[n])), text(nodes.status[n]), text(nodes.datacenter[n]), text(nodes.pool[n]), text(nodes.class[n]),
    percent(used(n, "cpu", now()), nodes.cpu[n]), percent(used(n, "memory", now()), nodes.memory[n]), running(ofNode[n], now())],
});

const serversView = (given) => filtered("servers", given, {
  noun: "servers",
  columns: [["Server", "wide"], ["Region", ""], ["Version", ""], ["Status", "optional"], ["Address", "optional"]],
  filters: [],
  count: cluster.servers.length,
  passes: (s, words) => matches(words, text(cluster.servers[s][0])),
  row: (s) => cluster.servers[s].map(text),
});
