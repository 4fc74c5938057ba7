// Menus are <details>: they close on Escape, on a choice, and when one looks elsewhere.

function closeMenu(menu, keepFocus) {
  menu.open = false;
  if (keepFocus) menu.querySelector("summary").focus();
}

export function listenToMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      const isInside = menu.contains(event.target);
      if (!isInside || event.target.closest(".menu-item")) closeMenu(menu, isInside);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      closeMenu(menu, menu.contains(document.activeElement));
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) closeMenu(menu, false);
    }
  });
}
