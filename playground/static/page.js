// Starts the page: three phones, their tabs, the bar above, one stream of events.

import { act, call, watch } from "./api.js";
import { ask } from "./dialogs.js";
import { listenToMenus } from "./menus.js";
import { Phone } from "./phone.js";
import { Tabs } from "./tabs.js";
import { Topbar } from "./topbar.js";

const { botName, botUsername } = document.body.dataset;
const offline = document.getElementById("offline");

const links = { payloadOf, open: askWhoseAndOpen };
const phones = [...document.querySelectorAll(".phone")].map(
  (section) => new Phone(section, botName, links, (phone) => tabs.count(phone)),
);
const tabs = new Tabs(phones);
const topbar = new Topbar(openOn);
let people = [];

// Returns what follows ?start= in a link to this bot, null for any other link.
function payloadOf(url) {
  let parts;
  try {
    parts = new URL(url);
  } catch {
    return null;
  }
  const isBot = ["t.me", "telegram.me"].includes(parts.hostname)
    && parts.pathname.slice(1).toLowerCase() === botUsername.toLowerCase();
  return isBot ? parts.searchParams.get("start") ?? "" : null;
}

async function askWhoseAndOpen(payload, from) {
  const choices = people.map(({ id, first_name: name }) => ({ label: name, value: id }));
  const accountId = await ask("Open on whose phone?", "", choices);
  if (accountId !== null) await openOn(payload, accountId, from);
}

// Opens an invitation on a person's phone; a phone beside `from` turns into theirs if need be.
async function openOn(payload, accountId, from = null) {
  let phone = phones.find((shown) => shown.accountId === accountId);
  if (!phone) {
    phone = phones[(phones.indexOf(from) + 1) % phones.length];
    await phone.show(accountId);
  }
  tabs.chooseOf(phone);
  try {
    await act(accountId, "start", { payload });
  } catch (error) {
    phone.showToast(error.message);
  }
  phone.box.focus({ preventScroll: true });
}

function onEvent(kind, accountId, data) {
  if (kind === "reset") return void load();
  if (kind === "clock") return void topbar.setTime(data);
  if (kind === "commands") return void phones.forEach(refreshCommands);
  for (const phone of phones) {
    if (phone.accountId === accountId) phone.apply(kind, data);
  }
}

async function refreshCommands(phone) {
  const chat = await call("GET", `accounts/${phone.accountId}/chat`);
  phone.showCommands(chat.commands);
}

async function load() {
  const state = await call("GET", "state");
  people = state.accounts;
  for (const option of document.querySelectorAll(".person option")) {
    option.dataset.colour = people.find(({ id }) => id === Number(option.value))?.colour;
  }
  topbar.show(state);
  await Promise.all(phones.map((phone) => phone.load()));
  return state.place;
}

listenToMenus();
watch(await load(), onEvent, (isOnline) => (offline.hidden = isOnline));
document.body.dataset.ready = "true";
