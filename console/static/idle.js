// Idle: a minute before a page is locked it says so, and one press keeps it open.

const box = document.getElementById("idle");
const heard = "BroadcastChannel" in window ? new BroadcastChannel("pairwell-idle") : null;
const seconds = Number(box.dataset.lock);
let began = Date.now();
let wasSaid = false;

function again() {
  began = Date.now();
  wasSaid = false;
  box.hidden = true;
}

function look() {
  const left = seconds - (Date.now() - began) / 1000;
  if (left > 60) return;
  const key = left > 0 ? "soon" : "now";
  if (!wasSaid || box.dataset.said !== key) {
    box.querySelector("[data-idle-text]").textContent = box.dataset[key];
    box.querySelector("button").hidden = left <= 0;
    box.hidden = false;
    box.dataset.said = key;
    wasSaid = true;
  }
}

box.querySelector("button").addEventListener("click", async () => {
  const reply = await fetch(box.dataset.stay, { redirect: "manual" });
  if (reply.status !== 204) return;
  again();
  heard?.postMessage("here");
});
heard?.addEventListener("message", again);
heard?.postMessage("here");
setInterval(look, 5000);
