// On a narrow screen one phone shows at a time; the tabs carry names and unread counts.

export class Tabs {
  constructor(phones) {
    this.phones = phones;
    this.tabs = [...document.querySelectorAll('[role="tab"]')];
    this.narrow = window.matchMedia("(max-width: 1099px)");
    this.tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => this.choose(index));
      tab.addEventListener("keydown", (event) => this.move(event, index));
      phones[index].section.addEventListener("person", () => this.rename(index));
    });
    this.narrow.addEventListener("change", () => this.choose(this.chosen));
    this.choose(0);
  }

  choose(index) {
    this.chosen = index;
    this.tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
      this.phones[place].section.classList.toggle("is-away", place !== index);
      this.phones[place].section.setAttribute("role", this.narrow.matches ? "tabpanel" : "region");
    });
    this.setUnread(index, 0);
    this.phones[index].scrollToEnd();
  }

  chooseOf(phone) {
    this.choose(this.phones.indexOf(phone));
  }

  count(phone) {
    const index = this.phones.indexOf(phone);
    if (!this.narrow.matches || index === this.chosen) return;
    const badge = this.tabs[index].querySelector(".unread");
    this.setUnread(index, Number(badge.dataset.count ?? 0) + 1);
  }

  setUnread(index, count) {
    const badge = this.tabs[index].querySelector(".unread");
    badge.dataset.count = String(count);
    badge.hidden = count === 0;
    badge.textContent = `${count} new`;
  }

  rename(index) {
    this.tabs[index].querySelector(".tab-name").textContent = this.phones[index].person();
    this.setUnread(index, 0);
  }

  move(event, index) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = (index + step + this.tabs.length) % this.tabs.length;
    this.choose(next);
    this.tabs[next].focus();
  }
}
