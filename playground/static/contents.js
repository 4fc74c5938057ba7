// What a message holds besides text: pictures, cards, and a plain line for all the rest.

import { make, makeButton } from "./dom.js";

const SERVICE_FIELDS = new Set([
  "message_id", "from", "chat", "date", "edit_date", "text", "entities", "caption",
  "caption_entities", "reply_markup", "reply_to_message", "quote", "forward_origin",
  "has_protected_content", "link_preview_options", "media_group_id", "has_media_spoiler",
  "message_thread_id", "is_topic_message",
]);

const NAMES = { photo: "Photo", voice: "Voice message", sticker: "Sticker" };

const RENDERERS = {
  photo: renderPhoto,
  voice: renderVoice,
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
  return render ? render(message[kind], message) : make("p", "unshown", `(${kind.replaceAll("_", " ")})`);
}

export function summarise(message) {
  const words = message.text ?? message.caption;
  if (words) return words;
  const kind = Object.keys(message).find((key) => !SERVICE_FIELDS.has(key));
  return NAMES[kind] ?? kind?.replaceAll("_", " ") ?? "";
}

const asAddress = (fileId) => `/playground/files/${encodeURIComponent(fileId)}`;

function renderPhoto(sizes, { has_media_spoiler: isCovered }) {
  const size = sizes[sizes.length - 1];
  const image = make("img", "photo");
  image.alt = "Photo";
  image.width = size.width;
  image.height = size.height;
  image.src = asAddress(size.file_id);
  return isCovered ? coverPhoto(image) : image;
}

function coverPhoto(image) {
  const cover = makeButton("photo-cover", "", () => cover.replaceWith(image));
  cover.append(make("span", "", "Show photo"));
  image.alt = "Photo that was covered";
  return cover;
}

function renderVoice(voice) {
  const sound = make("audio", "voice");
  sound.controls = true;
  sound.preload = "metadata";
  sound.src = asAddress(voice.file_id);
  sound.setAttribute("aria-label", `Voice message, ${asLength(voice.duration)}`);
  const label = make("p", "voice-label", `Voice message · ${asLength(voice.duration)}`);
  return make("div", "voice-box", label, sound);
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

const asLength = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
