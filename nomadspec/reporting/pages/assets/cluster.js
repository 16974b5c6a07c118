// The cluster of the page: columns of numbers, and what follows from them.
const cluster = JSON.parse(document.getElementById("data").textContent);
const text = (number) => cluster.texts[number];
const pairs = (flat) => { const found = []; for (let i = 0; i < flat.length; i += 2) found.push([text(flat[i]), text(flat[i + 1])]); return found; };
const BEFORE = 1, AFTER = 2;
let nodes, allocations, jobs, ofNode, ofJob, nodeById, jobByKey;
if (cluster) {
  ({ nodes, allocations, jobs } = cluster);
  ofNode = nodes.id.map(() => []);
  ofJob = jobs.map(() => []);
  allocations.id.forEach((_, a) => {
    if (allocations.node[a] >= 0) ofNode[allocations.node[a]].push(a);
    if (allocations.job[a] >= 0) ofJob[allocations.job[a]].push(a);
  });
  nodeById = new Map(nodes.id.map((id, n) => [text(id), n]));
  jobByKey = new Map(jobs.map((job, j) => [`${text(job.namespace)}/${text(job.id)}`, j]));
}
// Whether an allocation holds its part of a node at a moment: "before", "after", or "both".
const holds = (a, moment) => allocations.live[a] && (moment === "both" || allocations.phase[a] !== (moment === "before" ? AFTER : BEFORE));
const now = () => cluster.compared ? "after" : "before";
const used = (n, what, moment) => ofNode[n].reduce((sum, a) => sum + (holds(a, moment) ? allocations[what][a] : 0), 0);
const running = (list, moment) => list.reduce((sum, a) => sum + (holds(a, moment) ? 1 : 0), 0);
// The ports and the volumes that an allocation holds.
const held = (a) => [text(allocations.ports[a]) && `ports ${text(allocations.ports[a])}`, text(allocations.volumes[a]) && `volumes ${text(allocations.volumes[a])}`].filter(Boolean).join("; ");
// Why a planned group runs on a node or not, as [verdict, reason].
const resultOf = (answer, n) => answer.results[n] >= 0 ? pairs(cluster.sets[answer.results[n]])[0] : ["not evaluated", ""];
const answered = cluster ? cluster.answers.filter((answer) => answer.results.length) : [];
const jobName = (j) => j < 0 ? "" : (text(jobs[j].namespace) === "default" ? "" : text(jobs[j].namespace) + "/") + text(jobs[j].id);
const jobAddress = (j) => "#job/" + encodeURIComponent(text(jobs[j].namespace)) + "/" + encodeURIComponent(text(jobs[j].id));
const nodeAddress = (n) => "#client/" + encodeURIComponent(text(nodes.id[n]));
const distinct = (column) => [...new Set(column)].map(text).filter(Boolean).sort();
const matches = (words, ...texts) => words.every((word) => texts.some((one) => one.toLowerCase().includes(word)));
const wordsOf = (query) => query.toLowerCase().split(/\s+/).filter(Boolean);
