// Text with entities; JavaScript counts in UTF-16 units, as Telegram does.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const TINTED = new Set(["mention", "hashtag", "cashtag", "phone_number", "email", "text_mention"]);

// onLink(url) and onCommand(text) are called when a link or command is tapped.
export function renderText(text, entities, taps) {
  return renderRange(text, 0, text.length, entities ?? [], taps);
}

function renderRange(text, start, end, entities, taps) {
  const fragment = document.createDocumentFragment();
  const queue = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let place = start;
  while (queue.length) {
    const entity = queue.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    const from = Math.max(entity.offset, place);
    if (from >= stop) continue;
    fragment.append(text.slice(place, from));
    const inner = takeInner(queue, stop);
    const content = renderRange(text, from, stop, inner, taps);
    fragment.append(wrap(entity, text.slice(from, stop), content, taps));
    place = stop;
  }
  fragment.append(text.slice(place, end));
  return fragment;
}

// Moves what begins inside out of the queue; what reaches beyond is cut in two.
function takeInner(queue, stop) {
  const inner = [];
  while (queue.length && queue[0].offset < stop) {
    const entity = queue.shift();
    const length = Math.min(entity.length, stop - entity.offset);
    inner.push({ ...entity, length });
    const rest = entity.length - length;
    if (rest > 0) queue.push({ ...entity, offset: stop, length: rest });
  }
  queue.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return inner;
}

function wrap(entity, words, content, taps) {
  if (entity.type === "url") return makeLink(withScheme(words), content, taps);
  if (entity.type === "text_link") return makeLink(entity.url, content, taps);
  if (entity.type === "spoiler") return makeSpoiler(content);
  if (entity.type === "bot_command") return makeTap("link-like", content, () => taps.onCommand(words));
  if (TINTED.has(entity.type)) return make("span", "tinted", content);
  return make(TAGS[entity.type] ?? "span", "", content);
}

function makeLink(url, content, taps) {
  if (taps.payloadOf(url) !== null) return makeTap("link-like", content, () => taps.onLink(url));
  if (!/^https?:\/\//i.test(url)) return make("span", "tinted", content);
  const link = make("a", "", content);
  Object.assign(link, { href: url, target: "_blank", rel: "noreferrer" });
  return link;
}

function makeTap(className, content, onPress) {
  const button = make("button", className, content);
  button.type = "button";
  button.addEventListener("click", onPress);
  return button;
}

function makeSpoiler(content) {
  const spoiler = make("span", "spoiler", make("span", "spoiler-words", content));
  const cover = makeTap("spoiler-cover", "", () => {
    spoiler.classList.add("is-shown");
    cover.remove();
  });
  cover.setAttribute("aria-label", "Hidden words. Show them");
  spoiler.append(cover);
  return spoiler;
}

const withScheme = (words) => (/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`);
