// The page: an editor, and what nomadspec says about its text. Texts from outside are shown as text only.
const VIEWS = ["findings", "compiled", "plan", "state"];
const PAUSE = 250; // milliseconds without a key before a text is judged

const element = (id) => document.getElementById(id);
const editor = element("editor");
const marks = element("marks");
const state = element("state-text");
const status = element("status");

// --- Questions to Python: an answer that is no longer waited for is dropped.

const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let asked = 0;

worker.addEventListener("message", ({ data }) => {
  if (data.ready) {
    document.body.dataset.ready = "";
    refresh();
  } else if (data.fault) {
    status.textContent = data.fault;
  } else {
    waiting.get(data.id)?.(data.answer);
    waiting.delete(data.id);
  }
});

function ask(action) {
  const id = ++asked;
  const question = { action, text: editor.value, state: state.value };
  return new Promise((answered) => {
    waiting.set(id, answered);
    worker.postMessage({ id, question });
  });
}

// --- What is shown: the findings always, the other views when they are looked at.

let view = "findings";
let latest = 0;

async function refresh() {
  if (!("ready" in document.body.dataset)) return;
  const turn = ++latest;
  const lint = await ask("lint");
  if (turn !== latest) return;
  showFindings(lint);
  const action = { compiled: "compile", plan: "plan" }[view];
  if (!action) return;
  const answer = await ask(action);
  if (turn !== latest) return;
  if (action === "compile") element("compiled-text").textContent = [answer.complaint, answer.text].filter(Boolean).join("\n\n");
  if (action === "plan") showPlan(answer);
}

function showFindings({ findings = [], complaint }) {
  const count = (severity) => findings.filter((one) => one.severity === severity).length;
  const counted = [["error", count("error")], ["warning", count("warning")], ["info", count("info")]];
  const parts = counted.filter(([, n]) => n).map(([name, n]) => `${n} ${name}${n > 1 && name !== "info" ? "s" : ""}`);
  status.textContent = complaint || parts.join(", ") || "No findings";
  element("findings-list").replaceChildren(...findings.map(item));
  mark(findings);
}

function item(one) {
  const row = document.createElement("li");
  row.className = one.severity;
  const place = document.createElement("button");
  place.type = "button";
  place.textContent = one.start ? `${one.start.line}:${one.start.column}` : "file";
  place.addEventListener("click", () => select(one));
  const code = document.createElement("code");
  code.textContent = one.code;
  const message = document.createElement("span");
  message.textContent = one.message;
  row.append(place, " ", code, " ", message);
  if (one.help) {
    const help = document.createElement("p");
    help.textContent = one.help;
    row.append(help);
  }
  return row;
}

// Python counts characters, the browser UTF-16 units.
function unit(offset, text = editor.value) {
  let at = 0;
  for (let n = 0; n < offset && at < text.length; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

function select({ start, end }) {
  if (!start) return;
  editor.focus();
  editor.setSelectionRange(unit(start.offset), unit(end.offset));
  editor.scrollTop = Math.max(0, (start.line - 4) * parseFloat(getComputedStyle(editor).lineHeight));
}

function mark(findings) {
  const text = editor.value;
  const pieces = [];
  let at = 0;
  const placed = findings.filter((one) => one.start && one.end.offset > one.start.offset);
  for (const one of placed.sort((a, b) => a.start.offset - b.start.offset)) {
    const [from, to] = [unit(one.start.offset, text), unit(one.end.offset, text)];
    if (from < at) continue;
    const marked = document.createElement("mark");
    marked.className = one.severity;
    marked.textContent = text.slice(from, to);
    pieces.push(text.slice(at, from), marked);
    at = to;
  }
  marks.replaceChildren(...pieces, text.slice(at), "\n");
  follow();
}

function follow() {
  marks.scrollTop = editor.scrollTop;
  marks.scrollLeft = editor.scrollLeft;
}

function showPlan({ page, complaint }) {
  const frame = element("plan-page");
  frame.hidden = !page;
  element("plan-complaint").textContent = complaint;
  URL.revokeObjectURL(frame.src);
  if (page) frame.src = URL.createObjectURL(new Blob([page], { type: "text/html" }));
}

function show(name) {
  view = VIEWS.includes(name) ? name : "findings";
  for (const one of VIEWS) {
    element(one).hidden = one !== view;
    element(`tab-${one}`).setAttribute("aria-selected", String(one === view));
  }
  refresh();
}

// --- Sharing: text, view and a state of one's own, in the part of the address that browsers keep to themselves.

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();

async function packed(value) {
  const bytes = new Uint8Array(await through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream("deflate-raw")));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw"))));
}

let sample = "";

async function share() {
  const own = state.value === sample ? {} : { state: state.value };
  location.hash = await packed({ text: editor.value, view, ...own });
  try {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "The link is in the address bar and copied.";
  } catch {
    status.textContent = "The link is in the address bar.";
  }
}

async function shared() {
  try {
    const value = await unpacked(location.hash.slice(1));
    return typeof value?.text === "string" ? value : null;
  } catch {
    status.textContent = "The link is not complete; this is the sample.";
    return null;
  }
}

// --- Start

let pause;
function edited() {
  mark([]);
  clearTimeout(pause);
  pause = setTimeout(refresh, PAUSE);
}

async function begin() {
  const texts = await Promise.all(["sample.nomad.hcl", "sample-state.json"].map(async (name) => (await fetch(name)).text()));
  sample = texts[1];
  const given = location.hash.length > 1 ? await shared() : null;
  editor.value = given?.text ?? texts[0];
  state.value = typeof given?.state === "string" ? given.state : sample;
  editor.addEventListener("input", edited);
  editor.addEventListener("scroll", follow);
  state.addEventListener("input", edited);
  for (const name of VIEWS) element(`tab-${name}`).addEventListener("click", () => show(name));
  element("share").addEventListener("click", share);
  element("sample-state").addEventListener("click", () => {
    state.value = sample;
    refresh();
  });
  element("format").addEventListener("click", async () => {
    const { text, complaint } = await ask("format");
    if (complaint) status.textContent = complaint;
    else if (text !== editor.value) {
      editor.value = text;
      refresh();
    }
  });
  mark([]);
  show(given?.view);
}

begin();
