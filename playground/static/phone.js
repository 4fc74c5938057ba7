// One phone: whose it is, what it shows, what a tap does.

import { act, call, sendPhoto } from "./api.js";
import { summarise } from "./contents.js";
import { tellAlert } from "./dialogs.js";
import { asDay, make, makeButton } from "./dom.js";
import { Bubble } from "./message.js";

const TOAST_MS = 4000;
const TYPING_MS = 5000;
const NEAR_END_PX = 120;

export class Phone {
  // links: { payloadOf(url), open(payload, phone) }; onNews(phone) when a message arrived.
  constructor(section, bot, links, onNews) {
    this.section = section;
    this.bot = bot;
    this.links = links;
    this.onNews = onNews;
    this.bubbles = new Map();
    this.about = null;
    this.select = this.find(".person");
    this.log = this.find(".log");
    this.box = this.find("textarea");
    this.taps = {
      payloadOf: links.payloadOf,
      onLink: (url) => links.open(links.payloadOf(url), this),
      onCommand: (words) => this.do("say", { text: words }),
    };
    this.listen();
  }

  find(selector) {
    return this.section.querySelector(selector);
  }

  get accountId() {
    return Number(this.select.value);
  }

  person() {
    return this.select.selectedOptions[0].textContent.split(" ")[0];
  }

  async show(accountId) {
    this.select.value = String(accountId);
    await this.load();
  }

  // Events that come while the chat is fetched may be newer than it: they wait and are replayed.
  async load() {
    const waiting = (this.waiting = []);
    const chat = await call("GET", `accounts/${this.accountId}/chat`);
    if (waiting !== this.waiting) return;
    this.waiting = null;
    this.draw(chat);
    for (const [kind, data] of waiting) this.apply(kind, data);
  }

  draw(chat) {
    this.log.setAttribute("aria-busy", "true");
    this.bubbles.clear();
    this.log.replaceChildren(this.hello);
    this.dropAbout();
    this.showPerson();
    this.showState(chat);
    this.showCommands(chat.commands);
    for (const view of chat.messages) this.put(view);
    this.showPinned(chat.pinned);
    this.scrollToEnd();
    this.log.removeAttribute("aria-busy");
  }

  showPerson() {
    const option = this.select.selectedOptions[0];
    const avatar = this.find(".phone-head .avatar");
    avatar.textContent = option.textContent.slice(0, 1);
    avatar.dataset.colour = option.dataset.colour ?? "plum";
    this.find("h2").textContent = `${this.person()}'s phone`;
    this.log.setAttribute("aria-label", `Messages on ${this.person()}'s phone`);
    this.box.setAttribute("aria-label", `Message from ${this.person()}`);
    this.section.dispatchEvent(new Event("person"));
  }

  showState({ started, blocked, description }) {
    this.hello.hidden = started;
    if (description !== undefined) {
      const text = this.find(".hello-text");
      text.textContent = description;
      text.hidden = !description;
    }
    this.find(".blocked-bar").hidden = !blocked;
    this.find(".composer").hidden = blocked;
    this.find('.phone-menu [data-do="block"]').hidden = blocked;
    this.find('.phone-menu [data-do="unblock"]').hidden = !blocked;
  }

  showCommands(commands) {
    const menu = this.find(".commands");
    menu.hidden = commands.length === 0;
    const items = commands.map(({ command, description }) => {
      const item = makeButton("menu-item", "", () => this.do("say", { text: `/${command}` }));
      item.append(make("b", "", `/${command}`), make("span", "menu-detail", description));
      return item;
    });
    menu.querySelector(".menu-panel").replaceChildren(...items);
  }

  showPinned(ids) {
    const bubble = this.bubbles.get(ids[ids.length - 1]);
    this.pinnedId = bubble ? ids[ids.length - 1] : null;
    this.find(".pinned").hidden = !bubble;
    if (bubble) this.find(".pinned-text").textContent = summarise(bubble.view.message);
  }

  // Applies one event of this phone's account.
  apply(kind, data) {
    if (this.waiting) this.waiting.push([kind, data]);
    else if (kind === "message" || kind === "edited") this.receive(kind, data);
    else if (kind === "deleted") this.remove(data);
    else if (kind === "pinned") this.showPinned(data);
    else if (kind === "action") this.showTyping();
    else if (kind === "state") this.showState(data);
    else if (kind === "pressed") this.bubbles.get(data.message_id)?.setBusy(data.data, true);
    else if (kind === "answered") this.showAnswer(data);
  }

  receive(kind, view) {
    const wasNearEnd = this.isNearEnd();
    this.put(view);
    if (view.by_bot) this.find(".typing").hidden = true;
    if (view.message.message_id === this.pinnedId) this.showPinned([this.pinnedId]);
    if (wasNearEnd || !view.by_bot) this.scrollToEnd();
    if (kind === "message" && view.by_bot) this.onNews(this);
  }

  put(view) {
    const id = view.message.message_id;
    const known = this.bubbles.get(id);
    if (known && known.view.changed >= view.changed) return;
    const bubble = known ?? new Bubble(this);
    bubble.show(view);
    if (known) return;
    this.bubbles.set(id, bubble);
    this.putDay(view.message.date);
    this.log.append(bubble.element);
  }

  putDay(date) {
    const day = asDay(date);
    const days = this.log.querySelectorAll(".day");
    if (days[days.length - 1]?.textContent !== day) this.log.append(make("p", "day", day));
  }

  remove(id) {
    const bubble = this.bubbles.get(id);
    if (!bubble) return;
    if (bubble.element.contains(document.activeElement)) this.box.focus();
    bubble.element.remove();
    this.bubbles.delete(id);
    if (this.pinnedId === id) this.showPinned([]);
  }

  showTyping() {
    const typing = this.find(".typing");
    typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => (typing.hidden = true), TYPING_MS);
  }

  showAnswer({ message_id: id, data, answer }) {
    this.bubbles.get(id)?.setBusy(data, false);
    if (!answer.text) return;
    if (answer.show_alert) tellAlert(this.bot, answer.text);
    else this.showToast(answer.text);
  }

  showToast(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (toast.hidden = true), TOAST_MS);
  }

  isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  onQuote(id) {
    this.bubbles.get(id)?.element.scrollIntoView({ block: "center" });
    this.bubbles.get(id)?.element.focus({ preventScroll: true });
  }

  onPress(bubble, button) {
    const messageId = bubble.view.message.message_id;
    if (button.callback_data !== undefined) {
      this.do("press", { message_id: messageId, data: button.callback_data });
    } else if (button.url && this.links.payloadOf(button.url) !== null) {
      this.links.open(this.links.payloadOf(button.url), this);
    } else if (button.url) {
      window.open(button.url, "_blank", "noreferrer");
    } else if (button.copy_text) {
      navigator.clipboard.writeText(button.copy_text.text);
      this.showToast("Copied");
    }
  }

  onChoose(action, bubble) {
    const id = bubble.view.message.message_id;
    if (action === "reply" || action === "edit") this.setAbout(action, bubble.view.message);
    else if (action === "react") this.do("react", { message_id: id, emoji: this.nextEmoji(bubble) });
    else this.do("delete", { message_id: id });
  }

  nextEmoji(bubble) {
    return bubble.view.reactions.length ? null : "👍";
  }

  setAbout(action, message) {
    this.about = { action, id: message.message_id };
    const what = action === "reply" ? "Reply to" : "Edit";
    this.find(".about-text").textContent = `${what}: ${summarise(message)}`;
    this.find(".about").hidden = false;
    if (action === "edit") this.box.value = message.text ?? message.caption ?? "";
    this.box.focus();
  }

  editLast(event) {
    const own = [...this.bubbles.values()].filter(({ view }) => !view.by_bot && view.message.text);
    if (!own.length) return;
    event.preventDefault();
    this.setAbout("edit", own[own.length - 1].view.message);
  }

  dropAbout() {
    if (this.about?.action === "edit") this.box.value = "";
    this.about = null;
    this.find(".about").hidden = true;
  }

  async send() {
    const text = this.box.value;
    if (!text.trim()) return;
    const about = this.about;
    this.box.value = "";
    this.dropAbout();
    const isSent = about?.action === "edit"
      ? await this.do("edit", { message_id: about.id, text })
      : await this.do("say", { text, reply_to: about?.id ?? null });
    if (!isSent && !this.box.value) this.box.value = text;
  }

  async sendPhoto(file) {
    const [caption, about] = [this.box.value.trim(), this.about];
    const replyTo = about?.action === "reply" ? about.id : null;
    const isSent = await this.try(() => sendPhoto(this.accountId, file, { caption, replyTo }));
    if (!isSent) return;
    this.box.value = "";
    this.dropAbout();
  }

  // Acts as this phone's person.
  do(action, body) {
    return this.try(() => act(this.accountId, action, body));
  }

  // A refusal is shown, never lost.
  async try(what) {
    try {
      await what();
      return true;
    } catch (error) {
      this.showToast(error.message);
      return false;
    }
  }

  listen() {
    this.hello = this.find(".hello");
    this.select.addEventListener("change", () => this.load());
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.dropAbout();
      if (event.key === "ArrowUp" && !this.box.value) this.editLast(event);
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    const file = this.find(".photo-file");
    this.find(".photo-choice").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      if (file.files.length) this.sendPhoto(file.files[0]);
      file.value = "";
    });
    this.find(".pinned").addEventListener("click", () => this.onQuote(this.pinnedId));
    for (const button of this.section.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.obey(button.dataset.do));
    }
    for (const button of this.section.querySelectorAll("[data-sample]")) {
      button.addEventListener("click", () => this.do("sample", { kind: button.dataset.sample }));
    }
  }

  obey(what) {
    if (what === "drop-about") this.dropAbout();
    else this.do(what, {});
  }
}
