// Elements of the page. Text is only ever put in as text.
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") for (const [event, call] of Object.entries(value)) element.addEventListener(event, call);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined).map((child) => child instanceof Node ? child : String(child)));
  return element;
};
const link = (address, text) => make("a", { href: address }, text);
// A text that may be cut off where there is no room for it; a pointer shows all of it.
const whole = (text) => make("span", { title: text }, text);
const facts = (pairs) => make("dl", { class: "facts" }, pairs.filter(([, value]) => value !== "").map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
const percent = (part, whole) => whole > 0 ? `${Math.round(100 * part / whole)} %` : "-";
const choice = (name, label, options, value, changed) => {
  const select = make("select", { name, on: { change: () => changed(select.value) } }, options.map(([key, text]) => make("option", { value: key }, text)));
  select.value = value;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
  return make("label", {}, label + " ", select);
};
const searchField = (value, changed) => {
  const field = make("input", { type: "search", name: "q", on: { input: () => changed(field.value) } });
  field.value = value;
  return make("label", {}, "Search ", field);
};
