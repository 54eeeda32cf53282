// Suggestions under a text box (the combobox pattern of the ARIA guide): data-suggest="<address>" is asked with ?q= and
// answers with <li role="option">. One with data-href leads there, any other puts its text into the box.
const PAUSE = 120;

each("input[data-suggest]:not([role=combobox])", (input) => {
  const list = document.createElement("ul");
  list.id = `${input.id}-vorschlaege`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say("Vorschläge", "Suggestions"));
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  let timer, asking;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: close, Enter: choose }[event.key];
    if (list.hidden || !act) return;
    if (event.key === "Enter" && !active()) return;
    event.preventDefault();
    act();
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asking?.abort();
    close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    mark(option);
    choose();
  });

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const q = input.value.trim();
    if (!q) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q })}`, { signal: asking.signal });
      if (!answer.ok) return;
      const html = await answer.text();
      if (document.activeElement === input) show(html);
    } catch {
      // Without an answer the box is what it was: type on, and send the form.
    }
  }

  function show(html) {
    list.innerHTML = html;
    const found = options();
    found.forEach((option, n) => (option.id = `${list.id}-${n}`));
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const n = found.length;
    announce(n === 1 ? say("1 Vorschlag", "1 suggestion") : say(`${n} Vorschläge`, `${n} suggestions`));
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const found = options();
    const next = found.indexOf(active()) + step;
    mark(found[(next + found.length) % found.length] ?? found[0]);
  }

  function mark(option) {
    options().forEach((one) => one.setAttribute("aria-selected", String(one === option)));
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function choose() {
    const chosen = { ...active().dataset };
    if (chosen.href) return location.assign(chosen.href);
    input.value = chosen.value ?? active().textContent.trim();
    close();
    input.dispatchEvent(new CustomEvent("suggest:chosen", { bubbles: true, detail: chosen }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function options() {
    return all("[role=option]", list);
  }

  function active() {
    return list.querySelector("[aria-selected=true]");
  }
});
