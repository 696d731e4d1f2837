// The large flows beside the drawing: what they carry, what steering gains, and who places them.

import { byId, create } from "./dom.js";
import { percent, rate } from "./format.js";

const SHOWN = 50;

let chosen = null;

/** Shows the flows of the model; `onChoose` is told the id of the one whose way is to stand out, or null. */
export function show(model, onChoose) {
  const elephants = model.elephants;
  if (!elephants) return;
  showScheduler(elephants);
  const { flows, rules } = elephants;
  byId("elephants-title").textContent = flows.length === 0 ? "Elephants" : `Elephants (${flows.length})`;
  byId("elephant-total").textContent = flows.length === 0
    ? "No flow is large now."
    : `${rate(elephants.bitsPerSecond)} together, ${rate(elephants.hashedBitsPerSecond)} by the hash alone; `
      + `${rules.used} rules, at most ${rules.most} of ${rules.perSwitch} on one switch`
      + (rules.refused > 0 ? `; ${rules.refused} could not be steered` : "");
  const list = create("ul", ...flows.slice(0, SHOWN).map((each) => item(each, elephants, onChoose)));
  list.className = "flows";
  const hadFocus = byId("elephant-list").contains(document.activeElement) ? document.activeElement.dataset.flow : null;
  byId("elephant-list").replaceChildren(list, ...(flows.length > SHOWN ? [create("p", `and ${flows.length - SHOWN} more`)] : []));
  if (hadFocus) byId("elephant-list").querySelector(`[data-flow="${CSS.escape(hadFocus)}"]`)?.focus();
}

function item(each, elephants, onChoose) {
  const { flow } = each;
  const name = create("button", `${flow.src}:${flow.sport} → ${flow.dst}:${flow.dport} ${flow.protocol}`);
  name.type = "button";
  name.className = "link";
  name.dataset.flow = flow.id;
  name.setAttribute("aria-pressed", String(chosen === flow.id));
  name.addEventListener("click", () => {
    chosen = chosen === flow.id ? null : flow.id;
    onChoose(chosen);
    document.querySelectorAll("#elephant-list button").forEach((other) => {
      other.setAttribute("aria-pressed", String(other.dataset.flow === chosen));
    });
  });
  const gain = each.gainBitsPerSecond;
  const gained = create("strong", gain > 0 ? `+${rate(gain)}` : gain < 0 ? `−${rate(-gain)}` : "no gain");
  gained.className = gain > 0 ? "gain" : gain < 0 ? "loss" : "";
  const pin = elephants.pins.find((one) => one.flow.id === flow.id);
  const about = create("span", `${rate(each.bitsPerSecond)} ± ${percent(each.relativeError)}, `, gained,
    ` over the hash${each.vni === null ? "" : `, VNI ${each.vni}`}; ${each.steered ? "steered" : "hashed"}${pin ? `, pinned to ${pin.name}` : ""}`);
  const way = create("span", each.path.map((end) => end.name).join(" → ") || "way not known");
  way.className = "way";
  const why = create("span", each.why);
  why.className = "muted";
  return create("li", name, about, way, why);
}

function showScheduler(elephants) {
  const select = byId("scheduler");
  if (select.options.length !== elephants.schedulers.length) {
    select.replaceChildren(...elephants.schedulers.map((name) => {
      const option = create("option", name);
      option.value = name;
      return option;
    }));
  }
  if (document.activeElement !== select) select.value = elephants.scheduler;
}

/** Sends the choice of a scheduler to `url` and says when it was refused. */
export function onSchedulerChosen(url) {
  const select = byId("scheduler");
  select.addEventListener("change", async () => {
    const note = byId("scheduler-note");
    note.textContent = "…";
    try {
      const reply = await fetch(url, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ scheduler: select.value }),
      });
      note.textContent = reply.ok ? "" : (await reply.json()).detail;
    } catch {
      note.textContent = "The controller does not answer.";
    }
    select.blur();
  });
}
