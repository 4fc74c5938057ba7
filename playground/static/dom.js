// Small helpers to build elements; texts always go in as text.

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function makeButton(className, label, onPress) {
  const button = make("button", className, label);
  button.type = "button";
  button.addEventListener("click", onPress);
  return button;
}

export const hidden = (text) => make("span", "visually-hidden", text);

const LONDON = { timeZone: "Europe/London" };
const TIME = new Intl.DateTimeFormat("en-GB", { ...LONDON, hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", {
  ...LONDON, weekday: "long", day: "numeric", month: "long",
});
const SHORT_DAY = new Intl.DateTimeFormat("en-GB", {
  ...LONDON, weekday: "short", day: "numeric", month: "short",
});

export const asTime = (seconds) => TIME.format(new Date(seconds * 1000));
export const asDay = (seconds) => DAY.format(new Date(seconds * 1000));
export const asMoment = (date) => `${SHORT_DAY.format(date)}, ${TIME.format(date)}`;
