// What the page knows of the fabric, kept up to date by the live stream.

const RETRY_MILLIS = 3000;

/** An empty fabric. */
export function emptyModel() {
  return { fabric: null, switches: new Map(), links: new Map(), hosts: new Map(), problems: { problems: [], repair: [] }, elephants: null };
}

/** Takes one event of the stream into the model; says what kind of thing changed: "shape", "load" or "text". */
export function applyEvent(model, name, data) {
  switch (name) {
    case "snapshot":
      model.fabric = data.fabric;
      model.switches = keyed(data.switches, (each) => each.dpid);
      model.links = keyed(data.links, (each) => each.id);
      model.hosts = keyed(data.hosts, (each) => each.ip);
      model.problems = data.problems;
      model.elephants = data.elephants;
      return "shape";
    case "fabric":
      model.fabric = data;
      return "text";
    case "switches":
      merge(model.switches, data, (each) => each.dpid, (_, now) => now);
      return "shape";
    case "links":
      merge(model.links, data, (each) => each.id, (old, now) => ({ ...now, aToB: old.aToB, bToA: old.bToA }));
      return "shape";
    case "hosts":
      merge(model.hosts, data, (each) => each.ip, (old, now) => ({ ...now, toHost: old.toHost, fromHost: old.fromHost }));
      return "shape";
    case "problems":
      model.problems = data;
      return "shape";
    case "elephants":
      model.elephants = data;
      return "load";
    case "loads":
      data.links.forEach((load) => Object.assign(model.links.get(load.id) ?? {}, load));
      data.hosts.forEach((load) => Object.assign(model.hosts.get(load.ip) ?? {}, load));
      return "load";
    default:
      return "text";
  }
}

function keyed(list, key) {
  return new Map(list.map((each) => [key(each), each]));
}

/** What the stream calls changed comes without its load, which stays as it was. */
function merge(map, { changed, removed }, key, keepLoad) {
  for (const each of changed) {
    const old = map.get(key(each));
    map.set(key(each), old ? keepLoad(old, each) : each);
  }
  removed.forEach((each) => map.delete(each));
}

/** Follows the stream for as long as the page is open; calls back with what kind of thing changed, and with the connection's state. */
export function follow(url, model, { onChange, onConnection }) {
  const names = ["snapshot", "fabric", "switches", "links", "hosts", "problems", "elephants", "loads"];
  const open = () => {
    const source = new EventSource(url);
    source.onopen = () => onConnection(true);
    source.onerror = () => {
      onConnection(false);
      // The browser comes back by itself unless the server refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MILLIS);
    };
    for (const name of names) {
      source.addEventListener(name, (event) => onChange(applyEvent(model, name, JSON.parse(event.data))));
    }
  };
  open();
}
