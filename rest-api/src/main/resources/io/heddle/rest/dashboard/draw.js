// Draws a layout as SVG, recolours it as loads change, and turns clicks and keys into choices.

import { busier, counted, loadColour, percent } from "./format.js";
import { pathOf } from "./layout.js";

const SVG = "http://www.w3.org/2000/svg";

export class Drawing {
  constructor(stage, { onChoose, onFold }) {
    this.stage = stage;
    this.onChoose = onChoose;
    this.onFold = onFold;
    this.wires = [];
    this.hosts = [];
    this.current = null;
    this.flow = null;
  }

  /** Draws everything anew; the keyboard's place is kept. */
  draw(model, sheet, choice) {
    const hadFocus = this.stage.contains(document.activeElement);
    this.sheet = sheet;
    this.marked = markedSwitches(model);
    const svg = element("svg", {
      viewBox: `0 0 ${Math.ceil(sheet.width)} ${Math.ceil(sheet.height)}`,
      preserveAspectRatio: "xMidYMid meet",
      role: "group",
      "aria-label": `The fabric, ${counted(model.switches.size, "switch", "switches")}`,
    });
    sheet.pods.forEach((pod) => svg.append(this.#pod(pod)));
    sheet.labels.forEach((label) => svg.append(text(label.x, label.y, label.text, sheet.scale * 13, "small")));
    this.#wires(svg, model, sheet, choice);
    this.#hosts(svg, model, sheet);
    this.elephants = element("g", { class: "elephants" });
    svg.append(this.elephants);
    sheet.nodes.forEach((node) => svg.append(this.#node(node, choice)));
    this.stage.replaceChildren(svg);
    this.#rove(hadFocus);
    this.recolour(model);
  }

  /** Gives every wire the colour of its present load. */
  recolour(model) {
    for (const { wire, line, title } of this.wires) {
      const links = wire.links.map((id) => model.links.get(id)).filter(Boolean);
      const live = links.filter((link) => link.up);
      const load = Math.max(-1, ...live.map((link) => busier(link.aToB, link.bToA) ?? -1));
      if (!line.classList.contains("down") && !line.classList.contains("wrong")) {
        line.setAttribute("stroke", loadColour(load < 0 ? null : load));
        line.setAttribute("stroke-width", strokeWidth(wire, load, this.wires.length > 100 ? 0.7 : 1));
      }
      title.textContent = wireTitle(links, load);
    }
    for (const { seat, line } of this.hosts) {
      const host = model.hosts.get(seat.hosts[0]);
      const load = host ? busier(host.toHost, host.fromHost) : null;
      line.setAttribute("stroke", loadColour(load));
    }
    this.#markElephants(model);
  }

  /** Shows the way of one large flow before all others; null for none. */
  choose(flow, model) {
    this.flow = flow;
    this.#markElephants(model);
  }

  /** Lays a band over every wire that large flows take, as wide as they are many. */
  #markElephants(model) {
    if (!this.elephants) return;
    const flows = model.elephants?.flows ?? [];
    const bands = [];
    for (const { wire } of this.wires) {
      const ends = new Set(wire.links.map((id) => model.links.get(id)).filter(Boolean)
        .flatMap((link) => [`${link.a.dpid}/${link.a.port}`, `${link.b.dpid}/${link.b.port}`]));
      const here = flows.filter((each) => each.path.some((end) => ends.has(`${end.dpid}/${end.port}`)));
      if (here.length === 0) continue;
      const isChosen = here.some((each) => each.flow.id === this.flow);
      const steered = here.some((each) => each.steered) ? " steered" : "";
      const width = Math.min(12, 4 + 2 * here.length);
      bands.push(element("path", { class: `elephant${steered}${isChosen ? " chosen" : ""}`, d: pathOf(wire), "stroke-width": width }));
    }
    this.elephants.replaceChildren(...bands);
  }

  #pod({ pod, folded, x, y, width, height }) {
    const group = element("g", {});
    group.append(element("rect", { class: "podbox", x: x - 7, y, width: width + 14, height, rx: 12 }));
    const fold = element("g", {
      class: "fold",
      role: "button",
      tabindex: "0",
      "aria-expanded": String(!folded),
      "aria-label": `Pod ${pod}`,
    });
    fold.append(element("rect", { class: "ring", x: x - 3, y: y + height - 26, width: width + 6, height: 23, rx: 9 }));
    fold.append(text(x + width / 2, y + height - 9, `${folded ? "▸" : "▾"} Pod ${pod}`, this.sheet.scale * 13, "small"));
    activate(fold, () => this.onFold(pod));
    group.append(fold);
    return group;
  }

  #wires(svg, model, sheet, choice) {
    const behind = element("g", {});
    const front = element("g", {});
    this.wires = sheet.wires.map((wire) => {
      const links = wire.links.map((id) => model.links.get(id));
      const state = stateOf(links);
      const d = pathOf(wire);
      const chosen = choice.kind === "link" && wire.links.includes(choice.id) ? " chosen" : "";
      const width = state === "wrong" ? 5 : state === "down" ? 2.6 : 2;
      const line = element("path", { class: `wire ${state}${chosen}`, d, "stroke-width": width });
      const hit = element("path", { class: "hit", d });
      const title = document.createElementNS(SVG, "title");
      hit.append(title);
      hit.addEventListener("click", () => this.onChoose({ kind: "link", id: wire.links[0], all: wire.links }));
      const layer = state === "up" ? behind : front;
      layer.append(line);
      if (state === "wrong") layer.append(element("path", { class: "wire wronginner", d, "stroke-width": 1.8 }));
      layer.append(hit);
      return { wire, line, title };
    });
    svg.append(behind, front);
  }

  #hosts(svg, model, sheet) {
    const group = element("g", {});
    this.hosts = sheet.hosts.map((seat) => {
      const line = element("path", { class: "wire", d: `M${seat.fromX} ${seat.fromY} L${seat.x} ${seat.y}`, "stroke-width": 1.6 });
      group.append(line);
      const hosts = seat.hosts.map((ip) => model.hosts.get(ip));
      group.append(hostDot(seat, hosts));
      return { seat, line };
    });
    svg.append(group);
  }

  #node(node, choice) {
    const [first] = node.members;
    const chosen = (choice.kind === "switch" && choice.id === node.key) || (choice.kind === node.kind && choice.id === node.key);
    const group = element("g", {
      class: `node ${node.tier} ${nodeState(node)}${chosen ? " chosen" : ""}${node.members.some((each) => this.marked.has(each.dpid)) ? " marked" : ""}`,
      role: "button",
      tabindex: "-1",
      "data-key": node.key,
      "aria-label": nodeLabel(node),
    });
    const box = { x: node.x - node.width / 2, y: node.y - node.height / 2, width: node.width, height: node.height, rx: 7 };
    group.append(element("rect", { ...box, class: "body" }));
    group.append(element("rect", { class: "ring", x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: 10 }));
    const title = document.createElementNS(SVG, "title");
    title.textContent = nodeLabel(node);
    group.append(title);
    nodeText(node, first, this.sheet.scale).forEach((each) => group.append(each));
    if (node.members.some(hasNote)) group.append(text(box.x + box.width - 5, box.y + 10, "!", 12, "note"));
    activate(group, () => this.onChoose({ kind: node.kind, id: node.key }));
    group.addEventListener("keydown", (event) => this.#arrow(event, node));
    return group;
  }

  /** One switch is in the order of tabs; the arrow keys move from it to its neighbours in the drawing. */
  #rove(hadFocus) {
    if (!this.sheet.nodes.has(this.current)) this.current = this.sheet.nodes.keys().next().value ?? null;
    const node = this.#element(this.current);
    node?.setAttribute("tabindex", "0");
    if (hadFocus) node?.focus({ preventScroll: true });
  }

  #arrow(event, from) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const next = nearest(from, way, [...this.sheet.nodes.values()]);
    if (!next) return;
    this.#element(this.current)?.setAttribute("tabindex", "-1");
    this.current = next.key;
    this.#element(next.key).setAttribute("tabindex", "0");
    this.#element(next.key).focus();
  }

  #element(key) {
    return key === null ? null : this.stage.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }
}

function nearest(from, [dx, dy], nodes) {
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    const x = node.x - from.x;
    const y = node.y - from.y;
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    const cost = along + aside * (dx === 0 ? 0.3 : 4);
    if (along > 1 && cost < least) {
      least = cost;
      best = node;
    }
  }
  return best;
}

function markedSwitches(model) {
  const marked = new Set();
  for (const problem of model.problems.problems) {
    if (problem.kind === "wrong-cable") problem.ends.forEach((end) => marked.add(end.dpid));
    if (problem.kind === "unplaced-switch" && problem.dpid) marked.add(problem.dpid);
  }
  return marked;
}

function stateOf(links) {
  if (links.some((link) => link.state === "wrong")) return "wrong";
  if (links.every((link) => !link.up)) return "down";
  return links.some((link) => !link.up) ? "part" : "up";
}

function strokeWidth(wire, load, share) {
  const bundled = wire.links.length > 1 ? 1.5 : 0;
  return (share * (1.4 + bundled + 2.6 * Math.max(0, Math.min(1, load)))).toFixed(1);
}

function wireTitle(links, load) {
  if (links.length > 1) {
    return `${links.length} cables, ${links.filter((link) => link.up).length} up, busiest ${percent(load < 0 ? null : load)}`;
  }
  const [link] = links;
  if (!link) return "";
  const ends = `${link.a.name} port ${link.a.port} – ${link.b.name} port ${link.b.port}`;
  return link.up && link.state !== "wrong" ? `${ends}: ${percent(load < 0 ? null : load)}` : `${ends}: ${link.state}`;
}

function hostDot(seat, hosts) {
  const dead = seat.up === false || hosts.some((host) => host.up === false);
  const off = hosts.some((host) => !host.onPlan);
  const kind = dead ? "dead" : hosts.length === 0 ? "silent" : off ? "off" : "";
  const dot = off && !dead
    ? element("rect", { x: seat.x - 4, y: seat.y - 4, width: 8, height: 8, transform: `rotate(45 ${seat.x} ${seat.y})` })
    : element("circle", { cx: seat.x, cy: seat.y, r: 4.4 });
  dot.setAttribute("class", `host ${kind}`);
  const title = document.createElementNS(SVG, "title");
  title.textContent = hosts.length > 0
    ? hosts.map((host) => `${host.ip}  ${host.mac}${host.onPlan ? "" : "  (off-plan)"}`).join("\n")
    : `port ${seat.port}, ${seat.plannedIp ? `planned ${seat.plannedIp}, ` : ""}not heard yet`;
  dot.append(title);
  return dot;
}

function nodeState(node) {
  if (node.members.every((each) => !each.connected)) return "gone";
  if (node.members.some((each) => !each.connected || (each.session && !each.session.synced))) return "behind";
  return "";
}

function hasNote(each) {
  const session = each.session;
  return Boolean(session && (session.polarisationNote || session.foreignEntries > 0 || session.refusals.length > 0));
}

function nodeLabel(node) {
  const connected = node.members.filter((each) => each.connected).length;
  if (node.kind !== "switch") {
    return `${node.kind === "pod" ? "Pod" : "Plane"} ${node.pod}: ${connected} of ${node.members.length} switches connected`;
  }
  const [each] = node.members;
  const place = each.tier === "core" ? `${each.role} ${each.pod}.${each.index}` : each.tier ? `${each.role} ${each.index} of pod ${each.pod}` : "no place";
  const state = each.connected ? (each.session?.synced === false ? "catching up with its plan" : "connected") : "not connected";
  return [each.name, place, each.address, state].filter(Boolean).join(", ");
}

function nodeText(node, first, scale) {
  if (node.kind === "plane") {
    const size = Math.min(12 * scale, node.width / 4);
    return [text(node.x, node.y - 1, `Plane ${node.pod}`, size), text(node.x, node.y + 15, `${node.members.length} cores`, size * 0.85, "small")];
  }
  if (node.kind === "pod") {
    const connected = node.members.filter((each) => each.connected).length;
    return [text(node.x, node.y - 4, `${connected}/${node.members.length}`, 12 * scale), text(node.x, node.y + 16, "switches", 9 * scale, "small")];
  }
  const room = node.width / 6.6;
  if (node.width < 60) {
    const short = first.tier ? String(first.index) : first.name.slice(0, Math.max(2, room));
    return [text(node.x, node.y + 4.5 * scale, short, 13 * scale)];
  }
  const name = first.name.length > room ? `${first.name.slice(0, Math.max(1, room - 1))}…` : first.name;
  if (!first.address) return [text(node.x, node.y + 4.5, name, 13)];
  return [text(node.x, node.y - 2, name, 13), text(node.x, node.y + 11.5, first.address, 10.5, "small")];
}

function activate(target, action) {
  target.addEventListener("click", action);
  target.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      action();
    }
  });
}

function text(x, y, content, size, className = "") {
  const node = element("text", { x, y, "text-anchor": "middle", "font-size": size, class: className });
  node.textContent = content;
  return node;
}

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
