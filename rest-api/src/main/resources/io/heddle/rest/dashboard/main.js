// Ties the live stream, the drawing and the panels together.

import { Drawing } from "./draw.js";
import * as elephants from "./elephants.js";
import { isLarge, layOut } from "./layout.js";
import * as panel from "./panel.js";
import { emptyModel, follow } from "./store.js";
import * as tenants from "./tenants.js";

const API = "/api/v1";
const THEME = "heddle-theme";

const stage = document.getElementById("stage");
const model = emptyModel();
/** The pods that are not as they are by default: unfolded in a large fabric, folded in a small one. */
const turned = new Set();
let choice = { kind: "none" };
let pending = null;
let refresh = null;

const drawing = new Drawing(stage, { onChoose: choose, onFold: fold });

function choose(next) {
  const isSame = next.kind === choice.kind && next.id === choice.id;
  choice = next;
  if (next.kind === "pod" && isSame) return fold(Number(next.id.split(" ")[1]));
  showChoice();
  redraw();
}

function fold(pod) {
  if (turned.has(pod)) turned.delete(pod);
  else turned.add(pod);
  redraw();
}

function redraw() {
  if (model.switches.size === 0) {
    const hint = document.createElement("p");
    hint.className = "empty";
    hint.textContent = "No switch has connected yet. Point switches at this controller's OpenFlow port, 6653 unless it was configured.";
    stage.replaceChildren(hint);
    return;
  }
  const large = isLarge(model);
  const aspect = stage.clientHeight / Math.max(1, stage.clientWidth);
  drawing.draw(model, layOut(model, (pod) => large !== turned.has(pod), aspect), choice);
}

/** Many events in a row cause one drawing. */
function schedule(kind) {
  if (pending === null) {
    pending = kind;
    requestAnimationFrame(() => {
      const what = pending;
      pending = null;
      if (model.fabric === null) return;
      panel.showHeader(model);
      elephants.show(model, (flow) => drawing.choose(flow, model));
      if (what === "shape") {
        panel.showProblems(model, choose);
        redraw();
      } else {
        drawing.recolour(model);
      }
      refreshChoice();
    });
  } else if (kind === "shape") {
    pending = kind;
  }
}

function showChoice() {
  if (choice.kind === "switch") showSwitch(choice.id);
  else if (choice.kind === "link") panel.showLinks(model, choice.all, choose);
  else if (choice.kind === "pod" || choice.kind === "plane") showGroup();
  else panel.showNothing();
}

function showGroup() {
  const number = Number(choice.id.split(" ")[1]);
  const isCore = choice.kind === "plane";
  const members = [...model.switches.values()].filter((each) => each.pod === number && (each.tier === "core") === isCore);
  panel.showMembers(`${isCore ? "Plane" : "Pod"} ${number}`, members, choose);
}

async function showSwitch(dpid) {
  const reply = await fetch(`${API}/switches/${dpid}`);
  if (reply.ok && choice.kind === "switch" && choice.id === dpid) {
    panel.showSwitch(await reply.json(), choose, showPlan);
  }
}

async function showPlan(dpid) {
  const reply = await fetch(`${API}/switches/${dpid}/plan?format=text`);
  choice = { ...choice, isHeld: true };
  panel.showText(reply.ok ? await reply.text() : `The controller answered ${reply.status}.`);
}

/** What is shown beside follows the fabric, once a second at most, and not while a long text is being read. */
function refreshChoice() {
  if (refresh !== null || choice.kind === "none" || choice.isHeld) return;
  refresh = setTimeout(() => {
    refresh = null;
    const isBusy = document.getElementById("detail").contains(document.activeElement);
    if (!choice.isHeld && !isBusy) showChoice();
  }, 1000);
}

function showConnection(isOn) {
  const live = document.getElementById("live");
  live.className = `live ${isOn ? "on" : "off"}`;
  document.getElementById("live-text").textContent = isOn ? "live" : "no answer, trying again";
}

/** The page that the address names: the tenants', or the fabric. */
function showPage() {
  const isTenants = location.hash === "#tenants";
  document.getElementById("fabric").hidden = isTenants;
  document.querySelectorAll("nav a").forEach((link) => {
    if (link.hash === (isTenants ? "#tenants" : "#fabric")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  tenants.show(isTenants);
}

function theme(name) {
  if (name) document.documentElement.dataset.theme = name;
}

document.getElementById("theme").addEventListener("click", () => {
  const isDark = getComputedStyle(document.documentElement).colorScheme.includes("dark")
    && (document.documentElement.dataset.theme === "dark"
      || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches));
  const next = isDark ? "light" : "dark";
  theme(next);
  localStorage.setItem(THEME, next);
});

elephants.onSchedulerChosen(`${API}/elephants/scheduler`);
tenants.prepare(`${API}/tenants`);
addEventListener("hashchange", showPage);
showPage();
new ResizeObserver(() => schedule("shape")).observe(stage);
theme(localStorage.getItem(THEME));
follow(`${API}/events`, model, { onChange: schedule, onConnection: showConnection });
