// The tenants' page: networks, their ports, where these are, how they are, and what they carry. Only what is on the page and open is
// drawn, and ports are asked for only of networks that are open, so a thousand networks cost no more than fifty.

import { byId, create } from "./dom.js";
import { bytes, rate } from "./format.js";
import * as session from "./session.js";

const EVERY = 5000;
const ROWS = 50;
const PORTS = 200;
const ORDER = new Intl.Collator(undefined, { numeric: true });

const open = new Set();
const ports = new Map();
let api = "";
let networks = [];
let first = 0;
let timer = null;
let isShown = false;
let isAsking = false;

/** Makes the page work; `url` is where the controller tells of tenants. */
export function prepare(url) {
  api = url;
  byId("tenant-search").addEventListener("input", () => {
    first = 0;
    draw();
  });
  byId("tenant-earlier").addEventListener("click", () => turn(-ROWS));
  byId("tenant-later").addEventListener("click", () => turn(ROWS));
  byId("tenant-leave").addEventListener("click", () => leave("The token is forgotten."));
  byId("tenant-login").addEventListener("submit", (event) => {
    event.preventDefault();
    session.keep(byId("tenant-token").value.trim());
    byId("tenant-token").value = "";
    refresh();
  });
}

/** Shows or hides the page; nothing is asked for while it is hidden. */
export function show(isNow) {
  isShown = isNow;
  byId("tenants").hidden = !isNow;
  clearTimeout(timer);
  if (isNow) refresh();
}

async function refresh() {
  clearTimeout(timer);
  if (isAsking || !isShown) return;
  isAsking = true;
  let isWelcome = true;
  try {
    isWelcome = document.hidden || (await update());
  } catch {
    note("The controller does not answer; trying again.");
  }
  isAsking = false;
  if (isWelcome && isShown) timer = setTimeout(refresh, EVERY);
}

/** Asks for what is shown; whether it makes sense to ask again. */
async function update() {
  const hadToken = session.isKept();
  const reply = await session.ask(`${api}/networks`);
  if (reply.status === 401) {
    leave(hadToken ? "The controller does not know this token." : "");
    return false;
  }
  if (!reply.ok) {
    note((await reply.json()).detail);
    return reply.status !== 404;
  }
  networks = (await reply.json()).networks.sort((a, b) => ORDER.compare(a.name || a.id, b.name || b.id));
  byId("tenant-login").hidden = true;
  byId("tenant-board").hidden = false;
  note("");
  for (const network of page().filter((each) => open.has(each.id))) await updatePorts(network.id);
  draw();
  return true;
}

async function updatePorts(network) {
  const reply = await session.ask(`${api}/ports?network=${network}`);
  if (reply.ok) ports.set(network, (await reply.json()).ports);
}

function leave(why) {
  session.forget();
  clearTimeout(timer);
  networks = [];
  ports.clear();
  open.clear();
  draw();
  byId("tenant-board").hidden = true;
  byId("tenant-login").hidden = false;
  byId("tenant-token").focus();
  note(why);
}

function note(text) {
  byId("tenant-note").textContent = text;
}

function turn(by) {
  first = Math.max(0, first + by);
  draw();
  refresh();
}

function found() {
  const words = byId("tenant-search").value.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return networks;
  return networks.filter((each) => {
    const text = [each.name, each.id, each.project, segmentText(each), ...each.subnets].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function page(all = found()) {
  if (first >= all.length) first = Math.max(0, Math.floor((all.length - 1) / ROWS) * ROWS);
  return all.slice(first, first + ROWS);
}

function draw() {
  const all = found();
  const rows = page(all);
  byId("tenant-range").textContent = all.length === 0
    ? (networks.length === 0 ? "No networks yet." : "No network fits.")
    : `${first + 1}–${first + rows.length} of ${all.length}`;
  byId("tenant-earlier").disabled = first === 0;
  byId("tenant-later").disabled = first + ROWS >= all.length;
  const table = byId("tenant-networks");
  const focused = table.contains(document.activeElement) ? document.activeElement.dataset.network : null;
  table.replaceChildren(...rows.flatMap((each) => (open.has(each.id) ? [networkRow(each), portsRow(each)] : [networkRow(each)])));
  if (focused) table.querySelector(`[data-network="${CSS.escape(focused)}"]`)?.focus();
}

function networkRow(network) {
  const isOpen = open.has(network.id);
  const toggle = create("button", `${isOpen ? "▾" : "▸"} ${network.name || network.id}`);
  toggle.type = "button";
  toggle.className = "link";
  toggle.title = network.id;
  toggle.dataset.network = network.id;
  toggle.setAttribute("aria-expanded", String(isOpen));
  toggle.addEventListener("click", () => unfold(network));
  const up = create("span", `${network.portsActive} / ${network.ports}`);
  up.className = network.portsActive === network.ports ? "good" : "bad";
  const marks = [network.shared ? "shared" : "", network.adminUp ? "" : "switched off"].filter((mark) => mark !== "");
  return row([
    marks.length === 0 ? toggle : create("span", toggle, ` (${marks.join(", ")})`),
    segmentText(network),
    network.project,
    network.subnets.join(", ") || "–",
    up,
    ...carried(network),
  ]);
}

function segmentText({ segment }) {
  if (segment === null) return "–";
  return [segment.type, segment.physicalNetwork, segment.type === "flat" ? null : segment.id].filter((part) => part !== null).join(" ");
}

async function unfold(network) {
  if (open.delete(network.id)) {
    ports.delete(network.id);
    return draw();
  }
  open.add(network.id);
  draw();
  try {
    await updatePorts(network.id);
    draw();
  } catch {
    note("The controller does not answer; trying again.");
  }
}

function portsRow(network) {
  const cell = create("td", portTable(network));
  cell.colSpan = 8;
  const line = create("tr", cell);
  line.className = "ports";
  return line;
}

function portTable(network) {
  const known = ports.get(network.id);
  if (known === undefined) return muted("Asking …");
  if (known.length === 0) return muted("No ports.");
  const heads = ["Port", "Addresses", "MAC", "Server", "State", "Sends", "Receives", "Carried"].map((name) => {
    const head = create("th", name);
    head.scope = "col";
    return head;
  });
  const table = create("table", create("thead", create("tr", ...heads)), create("tbody", ...known.slice(0, PORTS).map(portRow)));
  return known.length > PORTS ? create("div", table, muted(`and ${known.length - PORTS} more`)) : table;
}

function portRow(port) {
  const name = create("span", port.name || port.id);
  name.title = port.id;
  const state = create("span", port.adminUp ? port.status.toLowerCase() : `${port.status.toLowerCase()}, switched off`);
  state.className = `state ${port.status.toLowerCase()}`;
  return row([
    name,
    port.addresses.join(", ") || "–",
    port.mac,
    placeText(port.place),
    port.reason === null ? state : create("div", state, muted(port.reason)),
    ...carried(port),
  ]);
}

function placeText(place) {
  if (place === null) return "–";
  const text = create("span", [place.server, place.address].filter((part) => part !== null && part !== "").join(", "));
  text.title = place.device;
  return text;
}

function carried({ pace, traffic }) {
  return [
    rate(pace.sentBitsPerSecond),
    rate(pace.receivedBitsPerSecond),
    `${bytes(traffic.sentBytes)} ↑ ${bytes(traffic.receivedBytes)} ↓`,
  ];
}

function row(cells) {
  return create("tr", ...cells.map((cell) => create("td", cell)));
}

function muted(text) {
  const line = create("p", text);
  line.className = "muted";
  return line;
}
