// The bar above the phones: the service's clock, invitations, start over.

import { call } from "./api.js";
import { ask, tellAlert } from "./dialogs.js";
import { asMoment, make, makeButton } from "./dom.js";

const TICK_MS = 5000;

export class Topbar {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.clock = document.getElementById("clock");
    this.news = document.getElementById("news");
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.advance(button));
    }
    document.getElementById("start-over").addEventListener("click", () => this.startOver());
    document.getElementById("invitations").addEventListener("toggle", async (event) => {
      if (event.target.open) this.showInvitations((await call("GET", "state")).invitations);
    });
    setInterval(() => this.tick(), TICK_MS);
  }

  show(state) {
    this.setTime(state.now);
    this.names = new Map(state.accounts.map((account) => [account.id, account.first_name]));
    for (const part of document.querySelectorAll("[data-step], #start-over, #invitations")) {
      part.hidden = !state.has_control;
    }
    this.showInvitations(state.invitations);
  }

  setTime(now) {
    this.offset = new Date(now) - Date.now();
    this.tick();
  }

  tick() {
    const date = new Date(Date.now() + (this.offset ?? 0));
    this.clock.dateTime = date.toISOString();
    this.clock.textContent = asMoment(date);
  }

  showInvitations(invitations) {
    document.getElementById("no-invitations").hidden = invitations.length > 0;
    const items = invitations.map((invitation) => {
      const item = makeButton("menu-item", "", () => this.onOpen(invitation.payload, invitation.for));
      const whose = `Opens on ${this.names.get(invitation.for)}'s phone`;
      item.append(make("b", "", invitation.label), make("span", "menu-detail", whose));
      return make("li", "", item);
    });
    document.getElementById("invitation-list").replaceChildren(...items);
  }

  async advance(button) {
    await this.work(button, async () => {
      const { now } = await call("POST", "clock", { [button.dataset.step]: 1 });
      this.setTime(now);
      this.news.textContent = `It is now ${asMoment(new Date(now))}.`;
    });
  }

  async startOver() {
    const yes = await ask("Start over?", "All chats on these phones are cleared, and the story begins again.", [
      { label: "Keep going", value: false },
      { label: "Start over", value: true, className: "button button-main" },
    ]);
    if (yes) await this.work(document.getElementById("start-over"), () => call("POST", "start-over"));
  }

  async work(button, task) {
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    try {
      await task();
    } catch (error) {
      await tellAlert("That did not work", error.message);
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      button.focus();
    }
  }
}
