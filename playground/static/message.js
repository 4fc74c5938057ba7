// One message as a bubble. A redrawn bubble keeps its element, its focus and open menus.

import { renderMedium, summarise } from "./contents.js";
import { asTime, hidden, make, makeButton } from "./dom.js";
import { renderText } from "./entities.js";

let lastNumber = 0;

export class Bubble {
  // phone: { person, bot, taps, onPress(button), onChoose(action, bubble), onQuote(id) }
  constructor(phone) {
    this.phone = phone;
    this.number = ++lastNumber;
    this.element = make("div", "bubble-row");
    this.element.setAttribute("role", "article");
    this.element.tabIndex = -1;
  }

  show(view) {
    const focused = this.focusedButton();
    this.view = view;
    this.element.classList.toggle("is-own", !view.by_bot);
    this.element.dataset.messageId = view.message.message_id;
    const name = this.makeName();
    this.element.setAttribute("aria-labelledby", name.id);
    const parts = [this.makeBubble(), this.makeMenu(), this.makeKeyboard(), this.makeReactions()];
    this.element.replaceChildren(name, ...parts.filter(Boolean));
    if (focused !== null) this.restoreFocus(focused);
  }

  setBusy(data, isBusy) {
    for (const button of this.buttons()) {
      if (button.dataset.data === data) button.classList.toggle("is-busy", isBusy);
    }
  }

  buttons() {
    return [...this.element.querySelectorAll(".key")];
  }

  focusedButton() {
    const index = this.buttons().indexOf(document.activeElement);
    return index >= 0 ? index : null;
  }

  restoreFocus(index) {
    (this.buttons()[index] ?? this.buttons()[0] ?? this.element).focus({ preventScroll: true });
  }

  makeName() {
    const { by_bot: isBot, message } = this.view;
    const who = isBot ? this.phone.bot : this.phone.person();
    const name = hidden(`${who}, ${asTime(message.date)}${message.edit_date ? ", edited" : ""}: `);
    name.id = `message-name-${this.number}`;
    return name;
  }

  makeBubble() {
    const { message } = this.view;
    const words = message.text ?? message.caption;
    const entities = message.text === undefined ? message.caption_entities : message.entities;
    const bubble = make(
      "div", "bubble",
      this.makeForward(), this.makeQuote(), renderMedium(message),
      words ? make("div", "words", renderText(words, entities, this.phone.taps)) : null,
      this.makeFoot(),
    );
    bubble.dir = "auto";
    bubble.classList.toggle("is-bare", Boolean(message.sticker));
    return bubble;
  }

  makeForward() {
    const origin = this.view.message.forward_origin;
    if (!origin) return null;
    const who = origin.sender_user?.first_name ?? origin.sender_user_name ?? "somebody";
    return make("p", "forward", `Forwarded from ${who}`);
  }

  makeQuote() {
    const quoted = this.view.message.reply_to_message;
    if (!quoted) return null;
    const who = quoted.from.is_bot ? this.phone.bot : quoted.from.first_name;
    const words = this.view.message.quote?.text ?? summarise(quoted);
    const button = makeButton("quote", "", () => this.phone.onQuote(quoted.message_id));
    button.append(hidden("In reply to "), make("b", "", who), make("span", "", words));
    return button;
  }

  makeFoot() {
    const { message, silent, by_bot: isBot } = this.view;
    const signs = [message.edit_date ? "edited" : null, silent && isBot ? "silent" : null];
    const text = [...signs.filter(Boolean), asTime(message.date)].join(" · ");
    const foot = make("p", "foot", text);
    foot.setAttribute("aria-hidden", "true");
    return foot;
  }

  makeKeyboard() {
    const rows = this.view.message.reply_markup?.inline_keyboard;
    if (!rows) return null;
    return make("div", "keyboard", ...rows.map((row) => this.makeRow(row)));
  }

  makeRow(row) {
    return make("div", "keyboard-row", ...row.map((button) => this.makeKey(button)));
  }

  makeKey(button) {
    const key = makeButton("key", button.text, () => this.phone.onPress(this, button));
    key.dir = "auto";
    if (button.style) key.classList.add(`is-${button.style}`);
    if (button.callback_data !== undefined) key.dataset.data = button.callback_data;
    if (button.url) key.append(make("span", "key-sign", "↗"), hidden("(link)"));
    key.disabled = Boolean(button.disabled);
    return key;
  }

  makeReactions() {
    const { reactions } = this.view;
    return reactions.length ? make("p", "reactions", hidden("Reactions: "), reactions.join(" ")) : null;
  }

  makeMenu() {
    const react = this.view.reactions.length ? "Take back thumbs up" : "Thumbs up";
    const choices = { reply: "Reply", react, delete: "Delete" };
    const { text, photo, voice } = this.view.message;
    if (!this.view.by_bot && (text ?? photo ?? voice)) choices.edit = "Edit";
    const items = Object.entries(choices).map(([action, label]) =>
      makeButton("menu-item", label, () => this.phone.onChoose(action, this)));
    const summary = make("summary", "message-more", "⋯");
    summary.setAttribute("aria-label", `Options for message ${this.view.message.message_id}`);
    const panel = make("div", "menu-panel", ...items);
    const menu = make("details", "menu message-menu", summary, panel);
    menu.addEventListener("toggle", () => menu.open && panel.scrollIntoView({ block: "nearest" }));
    return menu;
  }
}
