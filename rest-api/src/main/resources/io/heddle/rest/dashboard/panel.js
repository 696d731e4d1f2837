// The texts beside the drawing: figures, problems, and the details of what was chosen.

import { byId, create } from "./dom.js";
import { busier, counted, loadColour, percent, rate } from "./format.js";

/** The line at the top. */
export function showHeader(model) {
  const fabric = model.fabric;
  byId("design").textContent = sentenceCase(fabric.design.title);
  const state = byId("state");
  state.textContent = fabric.ready ? fabric.state : `${fabric.state}, not ready`;
  state.className = `badge ${fabric.state}`;
  const counts = fabric.counts;
  const figures = [
    ["Switches", `${counts.switchesConnected} / ${counts.switches}`, counts.switchesConnected < counts.switches],
    ["Cables up", `${counts.linksUp} / ${counts.links}`, counts.linksUp < counts.links],
    ["Hosts", `${counts.hosts}`, false],
  ];
  if (fabric.diameter !== null && fabric.diameter !== undefined) figures.push(["Diameter", counted(fabric.diameter, "hop"), false]);
  if (fabric.bisectionWidth) {
    const { links, bitsPerSecond } = fabric.bisectionWidth;
    figures.push(["Bisection", `${counted(links, "link")}${bitsPerSecond > 0 ? `, ${rate(bitsPerSecond)}` : ""}`, false]);
  }
  if (fabric.paths) figures.push(["Paths", pathCounts(fabric.paths), false]);
  if (fabric.oversubscription) figures.push(["Oversubscription", `${Number(fabric.oversubscription.toFixed(2))} : 1`, false]);
  byId("figures").replaceChildren(...figures.map(([name, value, bad]) => {
    const dd = create("dd", value);
    if (bad) dd.className = "bad";
    return create("div", create("dt", name), dd);
  }));
  document.title = `${fabric.design.title} – ${fabric.state} – Heddle`;
}

function pathCounts(paths) {
  const range = (fewest, most) => (fewest === most ? `${most}` : `${fewest}–${most}`);
  const between = range(paths.fewestBetweenPods, paths.mostBetweenPods);
  return paths.mostInPod > 0 ? `${range(paths.fewestInPod, paths.mostInPod)} in a pod, ${between} between` : between;
}

/** What is wrong, in sentences, and the plugs to move. */
export function showProblems(model, onChoose) {
  const { problems, repair } = model.problems;
  const body = byId("problem-list");
  byId("problems-title").textContent = problems.length === 0 ? "Problems" : `Problems (${problems.length})`;
  if (problems.length === 0) {
    body.replaceChildren(withClass(create("p", "None. Everything is as it should be."), "fine"));
    return;
  }
  const list = withClass(create("ul", ...problems.slice(0, 100).map((problem) => problemItem(model, problem, onChoose))), "problems");
  const parts = [list];
  if (problems.length > 100) parts.push(withClass(create("p", `and ${problems.length - 100} more`), "muted"));
  if (repair.length > 0) {
    parts.push(create("h3", "To repair the cabling"), withClass(create("ol", ...repair.map((step) => create("li", step.sentence))), "repair"));
  }
  body.replaceChildren(...parts);
}

function problemItem(model, problem, onChoose) {
  const kind = withClass(create("span", problem.kind.replace("-", " ")), "kind");
  const dpid = problem.dpid ?? problem.ends[0]?.dpid;
  const canOpen = dpid && model.switches.has(dpid);
  const sentence = canOpen ? button(problem.sentence, () => onChoose({ kind: "switch", id: dpid })) : create("span", problem.sentence);
  return withClass(create("li", kind, sentence), problem.kind);
}

/** The details of a cable, or of the cables between two folded parts. */
export function showLinks(model, ids, onChoose) {
  const links = ids.map((id) => model.links.get(id)).filter(Boolean);
  if (links.length === 0) return showNothing();
  if (links.length > 1) return showBundle(links, onChoose);
  const [link] = links;
  title(`${link.a.name} – ${link.b.name}`);
  byId("detail-body").replaceChildren(
    facts([
      ["State", link.state === "up" && link.confirmedDirections === 1 ? "up, confirmed in one direction only" : link.state],
      ["Ends", create("span", end(link.a, onChoose), " and ", end(link.b, onChoose))],
      ["Capacity", rate(link.capacityBitsPerSecond)],
      [`${link.a.name} → ${link.b.name}`, flow(link.aToB)],
      [`${link.b.name} → ${link.a.name}`, flow(link.bToA)],
    ]),
  );
}

function showBundle(links, onChoose) {
  title(`${links.length} cables`);
  const rows = links.map((link) => [
    button(`${link.a.name} – ${link.b.name}`, () => onChoose({ kind: "link", id: link.id, all: [link.id] })),
    link.state,
    percent(busier(link.aToB, link.bToA)),
  ]);
  byId("detail-body").replaceChildren(table(["Cable", "State", "Load"], rows));
}

/** The switches of a folded pod or plane. */
export function showMembers(heading, switches, onChoose) {
  title(heading);
  const rows = switches.map((each) => [
    button(each.name, () => onChoose({ kind: "switch", id: each.dpid })),
    each.role ?? "–",
    each.address ?? "–",
    each.connected ? "connected" : "not connected",
  ]);
  byId("detail-body").replaceChildren(table(["Switch", "Role", "Address", "State"], rows));
}

/** The details of a switch, as GET /api/v1/switches/{dpid} gives them. */
export function showSwitch(each, onChoose, onPlan) {
  title(each.name);
  const session = each.session;
  const place = each.tier === "core" ? `${each.role}, plane ${each.pod}, number ${each.index}`
    : each.tier ? `${each.role} ${each.index} of pod ${each.pod}` : "none in this design";
  const rows = [
    ["Place", place],
    ["Datapath id", each.dpid],
    ["Address", [each.address, each.prefix ? `(hosts ${each.prefix})` : null].filter(Boolean).join(" ") || "–"],
    ["Channel", session ? `OpenFlow ${session.openflow}, from ${session.remote}` : each.seen ? "not connected" : "never seen since start"],
  ];
  if (session) {
    rows.push(["Runs", session.software || "–"], ["Since", new Date(session.connectedSince).toLocaleString()]);
    rows.push(["Plan", session.synced ? `in force (revision ${session.confirmedRevision})` : "catching up"]);
    if (session.polarisationNote) rows.push(["Hashing", session.polarisationNote]);
    if (session.foreignEntries > 0) rows.push(["Foreign entries", `${session.foreignEntries}, left alone`]);
    session.refusals.forEach((refusal) => rows.push(["Refused", refusal]));
  }
  const ports = each.ports.map((port) => [
    String(port.port),
    portText(port, onChoose),
    port.up ? flowCell(port.tx) : "down",
    port.up ? flowCell(port.rx) : "",
  ]);
  const plan = button("Show its rules and groups", () => onPlan(each.dpid));
  byId("detail-body").replaceChildren(facts(rows), plan, table(["Port", "To", "Sends", "Receives"], ports));
}

/** A long text, such as a plan, under what is shown already. */
export function showText(content) {
  const body = byId("detail-body");
  body.querySelector("pre")?.remove();
  const pre = create("pre", content);
  pre.tabIndex = 0;
  body.insertBefore(pre, body.querySelector("table"));
}

export function showNothing() {
  title("Details");
  byId("detail-body").replaceChildren(withClass(create("p", "Nothing chosen."), "muted"));
}

function portText(port, onChoose) {
  if (port.peer) {
    const peer = create("span", button(port.peer.name, () => onChoose({ kind: "switch", id: port.peer.dpid })), ` port ${port.peer.port}`);
    return port.kind === "wrong" ? create("span", peer, " (wrong)") : peer;
  }
  if (port.hosts.length > 0) return port.hosts.join(", ");
  if (port.kind === "host") return port.plannedIp ? `host, planned ${port.plannedIp}` : "host";
  return "–";
}

function flow(direction) {
  const share = direction.utilisation ?? 0;
  const fill = create("i");
  fill.style.width = `${Math.min(100, share * 100)}%`;
  fill.style.background = loadColour(share);
  const dropped = direction.dropped > 0 ? `, ${direction.dropped} dropped` : "";
  return create("span", `${rate(direction.bitsPerSecond)}, ${percent(direction.utilisation)}${dropped}`, withClass(create("span", fill), "bar"));
}

function flowCell(direction) {
  return direction.bitsPerSecond === null ? "–" : rate(direction.bitsPerSecond);
}

function end(point, onChoose) {
  return create("span", button(point.name, () => onChoose({ kind: "switch", id: point.dpid })), ` port ${point.port}`);
}

function facts(rows) {
  const list = withClass(create("dl"), "facts");
  rows.forEach(([name, value]) => list.append(create("dt", name), create("dd", value)));
  return list;
}

function table(heads, rows) {
  const head = create("tr", ...heads.map((each) => {
    const cell = create("th", each);
    cell.scope = "col";
    return cell;
  }));
  const body = rows.map((row) => create("tr", ...row.map((cell) => create("td", cell))));
  return create("table", create("thead", head), create("tbody", ...body));
}

function button(label, action) {
  const made = withClass(create("button", label), "link");
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function title(text) {
  byId("detail-title").textContent = text;
}

function sentenceCase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withClass(node, name) {
  node.className = name;
  return node;
}
