// One dialog for every question; Escape is always "no".

import { makeButton } from "./dom.js";

const dialog = document.getElementById("ask");

// choices: [{ label, value, className }]. Resolves to the value, or null.
export function ask(title, text, choices) {
  dialog.querySelector("#ask-title").textContent = title;
  dialog.querySelector("#ask-text").textContent = text;
  return new Promise((resolve) => {
    const close = (value) => {
      dialog.onclose = null;
      dialog.close();
      resolve(value);
    };
    const buttons = choices.map(({ label, value, className }) =>
      makeButton(className ?? "button", label, () => close(value)));
    dialog.querySelector("#ask-choices").replaceChildren(...buttons);
    dialog.onclose = () => resolve(null);
    if (!dialog.open) dialog.showModal();
  });
}

export const tellAlert = (title, text) =>
  ask(title, text, [{ label: "OK", value: true, className: "button button-main" }]);
