// What a message holds besides text: pictures, cards, and a plain line for all the rest.

import { make } from "./dom.js";

const SERVICE_FIELDS = new Set([
  "message_id", "from", "chat", "date", "edit_date", "text", "entities", "caption",
  "caption_entities", "reply_markup", "reply_to_message", "quote", "forward_origin",
  "has_protected_content", "link_preview_options", "media_group_id", "has_media_spoiler",
]);

const RENDERERS = {
  photo: renderPhoto,
  voice: (voice) => makeCard("▶", "Voice note", asLength(voice.duration)),
  sticker: renderSticker,
  contact: (contact) => makeCard("☎", contact.first_name, contact.phone_number),
  location: (place) => makeCard("⌖", "Place", `${place.latitude}, ${place.longitude}`),
  document: (file) => makeCard("▤", file.file_name, `${file.file_size} bytes`),
  poll: renderPoll,
};

// Returns the element for the message's medium, or null for plain text.
export function renderMedium(message) {
  const kind = Object.keys(message).find((key) => !SERVICE_FIELDS.has(key));
  if (kind === undefined) return null;
  const render = RENDERERS[kind];
  return render ? render(message[kind]) : make("p", "unshown", `(${kind.replaceAll("_", " ")})`);
}

export function summarise(message) {
  const words = message.text ?? message.caption;
  if (words) return words;
  const kind = Object.keys(message).find((key) => !SERVICE_FIELDS.has(key));
  return kind ? kind.replaceAll("_", " ") : "";
}

function renderPhoto(sizes) {
  const size = sizes[sizes.length - 1];
  const image = make("img", "photo");
  image.alt = "Photo";
  image.width = size.width;
  image.height = size.height;
  image.src = `/playground/files/${encodeURIComponent(size.file_id)}`;
  return image;
}

function renderSticker(sticker) {
  const shown = make("span", "sticker", sticker.emoji ?? "★");
  shown.setAttribute("role", "img");
  shown.setAttribute("aria-label", `Sticker ${sticker.emoji ?? ""}`);
  return shown;
}

function renderPoll(poll) {
  const options = poll.options.map((option) => make("li", "", option.text));
  return make("div", "poll", make("p", "poll-question", poll.question), make("ul", "", ...options));
}

function makeCard(sign, title, detail) {
  const mark = make("span", "card-sign", sign);
  mark.setAttribute("aria-hidden", "true");
  const words = make("span", "", make("b", "", title), make("span", "card-detail", detail));
  return make("span", "card", mark, words);
}

const asLength = (seconds) => `0:${String(seconds).padStart(2, "0")}`;
