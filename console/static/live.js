// A page that follows what happens: its title, a tone for those who want one, and a word when the
// service is out of reach. The page works without any of it.
const SOUND = "pairwell-alert-sound";
const LOST_AFTER = 45_000; // milliseconds; a page asks every 5 or 15 seconds
const LOOK = 5_000;

const news = document.querySelector("[data-live-news]");
const lost = document.querySelector("[data-live-lost]");
const sound = document.querySelector("#live-sound");
let known = waiting();
let reached = performance.now();
let speaker = null;

function counted() {
  return document.querySelector("#live-count");
}

function waiting() {
  const found = counted();
  return found === null ? null : Number(found.dataset.waiting);
}

function follow() {
  const now = waiting();
  if (now === null) return; // the session is asleep, and the page says so
  const bare = document.title.replace(/^\(\d+\) /, "");
  document.title = now > 0 ? `(${now}) ${bare}` : bare;
  if (known !== null && now > known) {
    if (news !== null) news.textContent = counted().textContent;
    if (sound !== null && sound.checked) play();
  }
  known = now;
}

function play() {
  speaker ??= new AudioContext();
  if (speaker.state === "suspended") speaker.resume();
  const start = speaker.currentTime;
  for (const [at, pitch] of [[0, 660], [0.22, 880]]) {
    const tone = speaker.createOscillator();
    const loudness = speaker.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.15, start + at);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + at + 0.2);
    tone.connect(loudness).connect(speaker.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.2);
  }
}

function remembered() {
  try {
    return localStorage.getItem(SOUND) === "on";
  } catch {
    return false; // the browser keeps nothing for us: the tone is off
  }
}

function remember(wanted) {
  try {
    localStorage.setItem(SOUND, wanted ? "on" : "off");
  } catch {
    // it holds for this page
  }
}

document.addEventListener("htmx:after:request", (event) => {
  const status = event.detail?.ctx?.response?.status ?? event.detail?.ctx?.response?.raw?.status;
  if (status !== undefined && status < 500) reached = performance.now();
});
document.addEventListener("htmx:after:swap", follow);
setInterval(() => {
  if (lost !== null) lost.hidden = performance.now() - reached < LOST_AFTER;
}, LOOK);

if (sound !== null) {
  document.querySelector("[data-live-sound]").hidden = false;
  document.querySelector("[data-live-on]").hidden = false;
  document.querySelector("[data-live-again]").hidden = true;
  sound.checked = remembered();
  sound.addEventListener("change", () => {
    remember(sound.checked);
    if (sound.checked) play();
  });
}
