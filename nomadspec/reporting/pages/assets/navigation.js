// Views, by the fragment of the address: #clients?datacenter=dc1, #job/default/web.
const main = document.getElementById("main"), report = document.getElementById("view-report");
const place = make("section", { "aria-label": "Cluster" });
const hasReport = !report.hasAttribute("data-empty");
const views = cluster ? { topology: ["Topology", topologyView], jobs: ["Jobs", jobsView], clients: ["Clients", clientsView], servers: ["Servers", serversView] } : {};
const inner = { job: ["jobs", jobView], client: ["clients", clientView] };
const keep = (view, chosen) => history.replaceState(null, "", "#" + view + (Object.keys(chosen).length ? "?" + new URLSearchParams(chosen) : ""));

const overview = () => {
  const all = nodes.id.map((_, n) => n), ready = all.filter((n) => text(nodes.status[n]) === "ready");
  const sum = (what) => all.reduce((total, n) => total + nodes[what][n], 0), taken = (what, moment) => all.reduce((total, n) => total + used(n, what, moment), 0);
  const share = (what) => cluster.compared ? `${percent(taken(what, "before"), sum(what))} → ${percent(taken(what, "after"), sum(what))}` : percent(taken(what, "before"), sum(what));
  const live = allocations.id.map((_, a) => a), count = (moment) => running(live, moment);
  const tile = (title, value) => make("div", { class: "tile" }, make("b", {}, value), title);
  return make("div", {}, make("div", { class: "tiles" }, tile("clients ready", `${ready.length} of ${all.length}`), tile(jobs.length === 1 ? "job" : "jobs", jobs.length), tile("allocations", cluster.compared ? `${count("before")} → ${count("after")}` : count("before")),
    tile("CPU used", share("cpu")), tile("memory used", share("memory"))), make("p", { class: "soft" }, [text(cluster.source), text(cluster.captured)].filter(Boolean).join(", ")));
};

const show = () => {
  const [path, query] = location.hash.slice(1).split("?"), [name, ...rest] = path.split("/");
  const start = hasReport ? "report" : "topology";
  const opened = inner[name] ? name : views[name] || (name === "report" && hasReport) ? name : start;
  const current = inner[opened] ? inner[opened][0] : opened;
  document.querySelectorAll("#views a").forEach((one) => one.getAttribute("href") === "#" + current ? one.setAttribute("aria-current", "page") : one.removeAttribute("aria-current"));
  report.hidden = opened !== "report";
  place.hidden = opened === "report";
  if (opened === "report") return;
  const made = inner[opened] ? inner[opened][1](rest) : views[opened][1](new URLSearchParams(query || ""));
  place.replaceChildren(...(opened === "topology" ? [overview()] : []), made.element);
  made.shown();
};

const theme = document.getElementById("theme");
const paint = (dark) => { document.documentElement.dataset.theme = dark ? "dark" : "light"; theme.textContent = dark ? "Light" : "Dark"; };
theme.hidden = false;
theme.setAttribute("aria-label", "Switch between light and dark");
theme.addEventListener("click", () => paint(document.documentElement.dataset.theme !== "dark"));
paint(matchMedia("(prefers-color-scheme: dark)").matches);

if (cluster) {
  main.append(place);
  const bar = document.getElementById("views");
  bar.hidden = false;
  if (hasReport) bar.append(link("#report", "Report"));
  bar.append(...Object.entries(views).map(([name, [title]]) => link("#" + name, title)));
  addEventListener("hashchange", () => { if (location.hash !== "#main") show(); });
  show();
}

const cards = document.getElementById("card-filters");
if (cards) {
  const all = [...document.querySelectorAll(".card")], texts = all.map((card) => card.textContent.toLowerCase());
  const filter = () => {
    const words = wordsOf(cards.elements.q.value), kinds = new Set([...cards.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    let shown = 0;
    all.forEach((card, i) => { card.hidden = !kinds.has(card.dataset.severity) || !words.every((word) => texts[i].includes(word)); shown += card.hidden ? 0 : 1; });
    cards.querySelector("output").textContent = `${shown} of ${all.length} findings`;
  };
  cards.hidden = false;
  cards.addEventListener("submit", (event) => event.preventDefault());
  cards.addEventListener("input", filter);
  filter();
}
