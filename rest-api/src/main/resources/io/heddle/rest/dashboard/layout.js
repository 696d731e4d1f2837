// Where everything goes: from the model to boxes, wires and dots. Pure; knows no page.

const NODE_HEIGHT = 34;
const COLLAPSE_ABOVE = 40;
const ROWS = { core: 64, aggregation: 226, edge: 352 };
const HOST_DROP = 56;
const STRETCH_AT_MOST = 4;
const MARGIN = 26;
const POD_GAP = 16;
const FOLDED_WIDTH = 74;

/** Whether pods start out folded, because the fabric is too large to show every switch. */
export function isLarge(model) {
  let edges = 0;
  for (const each of model.switches.values()) if (each.tier === "edge") edges += 1;
  return edges > COLLAPSE_ABOVE;
}

/**
 * Lays a fabric out.
 *
 * @param model what is known
 * @param isFolded tells of a pod's number whether it is drawn as one box
 * @param aspect the height of the place it is drawn in, as a share of its width
 * @returns width, height, pods, nodes by key, wires and hosts, each with its place
 */
export function layOut(model, isFolded, aspect) {
  const switches = [...model.switches.values()];
  const placed = switches.filter((each) => each.tier);
  const isTiered = placed.some((each) => each.tier !== "edge");
  const sheet = { width: 0, height: 0, pods: [], nodes: new Map(), ofSwitch: new Map(), wires: [], hosts: [], labels: [], scale: 1 };
  if (isTiered) {
    layOutTiers(sheet, model, placed, isFolded);
    stretch(sheet, aspect);
    layOutRow(sheet, model, switches.filter((each) => !each.tier));
  } else {
    layOutRing(sheet, model, switches);
  }
  addWires(sheet, model);
  return sheet;
}

function layOutTiers(sheet, model, placed, isFolded) {
  const pods = groupBy(placed.filter((each) => each.tier !== "core"), (each) => each.pod);
  const cores = sorted(placed.filter((each) => each.tier === "core"));
  const hostsPerEdge = Math.max(1, ...placed.map((each) => each.hostPorts.length));
  const crowded = placed.filter((each) => each.tier === "edge").length > 12;
  const nodeWidth = crowded ? 34 : 78;
  const hostStep = crowded ? 10 : 20;
  const column = Math.max(nodeWidth + (crowded ? 8 : 18), hostsPerEdge * hostStep + 6);
  const hasMiddle = placed.some((each) => each.tier === "aggregation");
  const edgeRow = hasMiddle ? ROWS.edge : ROWS.aggregation + 30;
  let x = MARGIN;
  for (const [pod, members] of [...pods.entries()].sort((a, b) => a[0] - b[0])) {
    const edges = sorted(members.filter((each) => each.tier === "edge"));
    const middles = sorted(members.filter((each) => each.tier === "aggregation"));
    const folded = pods.size > 1 && isFolded(pod);
    const width = folded ? FOLDED_WIDTH : Math.max(edges.length, middles.length, 1) * column;
    if (pods.size > 1) {
      const rows = { first: hasMiddle ? ROWS.aggregation : edgeRow, last: edgeRow };
      sheet.pods.push({ pod, folded, x, y: 0, width, height: 0, rows });
    }
    if (folded) {
      addFoldedPod(sheet, pod, members, x + width / 2, (ROWS.aggregation + edgeRow) / 2, FOLDED_WIDTH - 14);
    } else {
      spread(sheet, middles, x, width, ROWS.aggregation, nodeWidth);
      spread(sheet, edges, x, width, edgeRow, nodeWidth);
      edges.forEach((edge) => addHosts(sheet, model, edge, hostStep));
    }
    x += width + POD_GAP;
  }
  sheet.width = Math.max(x - POD_GAP + MARGIN, 480);
  sheet.height = edgeRow + HOST_DROP + 46;
  // Lettering grows with a sheet that will be shown smaller.
  sheet.scale = Math.min(1.5, Math.max(1, sheet.width / 950));
  layOutCores(sheet, cores, nodeWidth);
}

/** Pulls the rows apart where there is room, so that the wires of a wide fabric do not lie flat. */
function stretch(sheet, aspect) {
  const top = ROWS.core;
  const tail = HOST_DROP + 46;
  const rows = sheet.height - top - tail;
  const factor = Math.min(STRETCH_AT_MOST, Math.max(1, (sheet.width * aspect - top - tail) / rows));
  const moved = (y) => top + (y - top) * factor;
  sheet.nodes.forEach((node) => {
    node.y = moved(node.y);
  });
  for (const host of sheet.hosts) {
    const shift = sheet.nodes.get(host.node).y + NODE_HEIGHT / 2 - host.fromY;
    host.y += shift;
    host.fromY += shift;
  }
  for (const pod of sheet.pods) {
    const bottom = moved(pod.rows.last) + HOST_DROP + 56;
    pod.y = moved(pod.rows.first) - 40;
    pod.height = bottom - 10 - pod.y;
  }
  sheet.height = top + rows * factor + tail;
}

function layOutCores(sheet, cores, nodeWidth) {
  const planes = groupBy(cores, (each) => each.pod);
  const inner = sheet.width - 2 * MARGIN;
  if (cores.length > COLLAPSE_ABOVE) {
    const step = inner / planes.size;
    let x = MARGIN + step / 2;
    for (const [plane, members] of planes) {
      addFoldedPlane(sheet, plane, members, x, ROWS.core, Math.min(74, step - 6));
      x += step;
    }
    return;
  }
  const gap = planes.size > 1 ? 0.5 : 0;
  const slots = cores.length + gap * (planes.size - 1);
  const step = Math.min(inner / slots, 190);
  let x = sheet.width / 2 - (slots * step) / 2 + step / 2;
  for (const [plane, members] of planes) {
    if (planes.size > 1) {
      const middle = x + ((members.length - 1) * step) / 2;
      sheet.labels.push({ x: middle, y: ROWS.core - NODE_HEIGHT / 2 - 12, text: `Plane ${plane}` });
    }
    for (const each of members) {
      addSwitch(sheet, each, x, ROWS.core, Math.min(nodeWidth, step - 4));
      x += step;
    }
    x += gap * step;
  }
}

/** Switches that have no place in the design, in a row of their own below. */
function layOutRow(sheet, model, strays) {
  if (strays.length === 0) return;
  const y = sheet.height + 50;
  sheet.labels.push({ x: sheet.width / 2, y: y - 30, text: "No place in the design" });
  spread(sheet, strays, MARGIN, sheet.width - 2 * MARGIN, y, 78);
  strays.forEach((each) => addHosts(sheet, model, each, 14));
  sheet.height = y + HOST_DROP + 30;
}

/** Without tiers: a circle, so that every cable is visible; hosts outside. */
function layOutRing(sheet, model, switches) {
  const radius = Math.max(90, switches.length * 17);
  const reach = radius + 130;
  sheet.width = 2 * reach + 60;
  sheet.height = 2 * reach - 40;
  const centre = { x: sheet.width / 2, y: sheet.height / 2 };
  sorted(switches).forEach((each, i) => {
    const angle = (2 * Math.PI * i) / switches.length - Math.PI / 2;
    const ray = { x: Math.cos(angle), y: Math.sin(angle) };
    const node = addSwitch(sheet, each, centre.x + ray.x * radius * 1.25, centre.y + ray.y * radius, 78);
    const seats = seatsOf(model, each);
    seats.forEach((seat, n) => {
      const along = (n - (seats.length - 1) / 2) * 18;
      sheet.hosts.push({
        ...seat,
        node: node.key,
        x: node.x + ray.x * 66 - ray.y * along,
        y: node.y + ray.y * 48 + ray.x * along,
        fromX: node.x,
        fromY: node.y,
      });
    });
  });
}

function spread(sheet, list, x, width, y, nodeWidth) {
  const step = width / Math.max(list.length, 1);
  list.forEach((each, i) => addSwitch(sheet, each, x + step * (i + 0.5), y, Math.min(nodeWidth, step - 3)));
}

function addSwitch(sheet, each, x, y, width) {
  const node = { key: each.dpid, kind: "switch", tier: each.tier ?? "none", x, y, width, height: NODE_HEIGHT, members: [each] };
  sheet.nodes.set(node.key, node);
  sheet.ofSwitch.set(each.dpid, node.key);
  return node;
}

function addFoldedPod(sheet, pod, members, x, y, width) {
  addFolded(sheet, { key: `pod ${pod}`, kind: "pod", tier: "edge", pod, x, y, width, height: 96, members });
}

function addFoldedPlane(sheet, plane, members, x, y, width) {
  addFolded(sheet, { key: `plane ${plane}`, kind: "plane", tier: "core", pod: plane, x, y, width, height: 44, members });
}

function addFolded(sheet, node) {
  sheet.nodes.set(node.key, node);
  node.members.forEach((each) => sheet.ofSwitch.set(each.dpid, node.key));
}

function addHosts(sheet, model, edge, step) {
  const node = sheet.nodes.get(edge.dpid);
  const seats = seatsOf(model, edge);
  seats.forEach((seat, i) => {
    const x = node.x + (i - (seats.length - 1) / 2) * step;
    const spacing = Math.min(step, (node.width - 10) / Math.max(seats.length - 1, 1));
    sheet.hosts.push({
      ...seat,
      node: node.key,
      x,
      y: node.y + HOST_DROP,
      fromX: node.x + (i - (seats.length - 1) / 2) * spacing,
      fromY: node.y + NODE_HEIGHT / 2,
    });
  });
}

/** The ports of a switch that hosts sit at: those the plan numbers, and any other where one was seen; a host at each, or none. */
function seatsOf(model, edge) {
  const seats = new Map(edge.hostPorts.map((port) => [port.port, { port: port.port, up: port.up, plannedIp: port.plannedIp, hosts: [] }]));
  for (const host of model.hosts.values()) {
    if (host.dpid !== edge.dpid) continue;
    if (!seats.has(host.port)) seats.set(host.port, { port: host.port, up: host.up, plannedIp: host.plannedIp, hosts: [] });
    seats.get(host.port).hosts.push(host.ip);
  }
  return [...seats.values()].sort((a, b) => a.port - b.port);
}

function addWires(sheet, model) {
  const bundles = new Map();
  for (const link of model.links.values()) {
    const a = sheet.ofSwitch.get(link.a.dpid);
    const b = sheet.ofSwitch.get(link.b.dpid);
    if (a === undefined || b === undefined || a === b) continue;
    const isFolded = sheet.nodes.get(a).kind !== "switch" || sheet.nodes.get(b).kind !== "switch";
    const key = isFolded ? [a, b].sort().join(" | ") : link.id;
    if (!bundles.has(key)) bundles.set(key, { key, ends: [a, b], links: [] });
    bundles.get(key).links.push(link.id);
  }
  const wires = [...bundles.values()].map((bundle) => upright(sheet, bundle));
  anchor(wires, "from", (wire) => wire.to);
  anchor(wires, "to", (wire) => wire.from);
  bow(wires);
  sheet.wires = wires;
}

/** A wire with its higher end first. */
function upright(sheet, bundle) {
  const [a, b] = bundle.ends.map((key) => sheet.nodes.get(key));
  const [from, to] = a.y <= b.y ? [a, b] : [b, a];
  return { key: bundle.key, links: bundle.links, from, to, level: Math.abs(a.y - b.y) < NODE_HEIGHT };
}

/** Lets the wires of a node leave it side by side, in the order of where they go, so that they do not cross at once. */
function anchor(wires, end, other) {
  const byNode = groupBy(wires.filter((wire) => !wire.level), (wire) => wire[end].key);
  for (const group of byNode.values()) {
    group.sort((p, q) => other(p).x - other(q).x || (p.key < q.key ? -1 : 1));
    const node = group[0][end];
    const room = node.width - Math.min(16, node.width / 3);
    group.forEach((wire, i) => {
      const share = group.length === 1 ? 0 : i / (group.length - 1) - 0.5;
      wire[`${end}X`] = node.x + share * room;
      wire[`${end}Y`] = node.y + (end === "from" ? 1 : -1) * (node.height / 2);
    });
  }
}

/** Wires within a row go from side to side, and above the row when there is something between. */
function bow(wires) {
  for (const wire of wires.filter((each) => each.level)) {
    const [left, right] = wire.from.x <= wire.to.x ? [wire.from, wire.to] : [wire.to, wire.from];
    wire.fromX = left.x;
    wire.toX = right.x;
    wire.fromY = left.y - left.height / 2;
    wire.toY = right.y - right.height / 2;
    wire.bend = Math.min(70, 18 + (right.x - left.x) / 6);
  }
}

/** The path of a wire as SVG writes it. */
export function pathOf(wire) {
  const from = `M${round(wire.fromX)} ${round(wire.fromY)}`;
  if (wire.bend) {
    const y = round(Math.min(wire.fromY, wire.toY) - wire.bend);
    return `${from} C${round(wire.fromX)} ${y} ${round(wire.toX)} ${y} ${round(wire.toX)} ${round(wire.toY)}`;
  }
  return `${from} L${round(wire.toX)} ${round(wire.toY)}`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function sorted(list) {
  return [...list].sort((a, b) => (a.pod ?? 0) - (b.pod ?? 0) || (a.index ?? 0) - (b.index ?? 0) || (a.dpid < b.dpid ? -1 : 1));
}

function groupBy(list, key) {
  const groups = new Map();
  for (const each of list) {
    if (!groups.has(key(each))) groups.set(key(each), []);
    groups.get(key(each)).push(each);
  }
  return groups;
}
