// Keyboard: any link, button or field with data-shortcut="g e" (one key, or two in a row) is reached by it; ? lists
// them, j and k walk the rows of a list, / goes to the search. Never while typing, never with Ctrl or Alt.
const dialog = document.getElementById("kuerzel");
let pending = "";
let timer;

const marked = () => all("[data-shortcut]").filter((element) => element.checkVisibility?.() ?? true);
const typing = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

all("[data-open=kuerzel]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", showList);
});

function showList() {
  const rows = marked().map((element) => [element.dataset.shortcut, element.dataset.shortcutLabel || element.getAttribute("aria-label") || element.innerText.trim().split("\n")[0]]);
  rows.push(["j k", say("nächste, vorige Zeile", "next, previous row")], ["/", say("Suche", "search")], ["?", say("diese Liste", "this list")]);
  const list = dialog.querySelector("[data-shortcut-list]");
  list.replaceChildren();
  for (const [keys, label] of rows) {
    const term = document.createElement("dt");
    for (const key of keys.split(" ")) {
      const sign = document.createElement("kbd");
      sign.textContent = key;
      term.append(sign, " ");
    }
    const text = document.createElement("dd");
    text.textContent = label;
    list.append(term, text);
  }
  dialog.showModal();
}

function walk(step) {
  const links = all(".list__link");
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, here < 0 ? 0 : here + step))].focus();
}

// A field takes the focus, a fold opens and gives it to its first field, everything else is clicked.
function reach(element) {
  if (element.matches("input, textarea, select")) return element.focus();
  if (!element.matches("summary")) return element.click();
  element.parentElement.open = true;
  (element.parentElement.querySelector("input:not([type=hidden]), textarea, select, button") ?? element).focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog?.open) return;
  const { key } = event;
  const keys = pending ? pending + " " + key : key;
  const found = marked().find((element) => element.dataset.shortcut === keys);
  clearTimeout(timer);
  pending = "";
  if (found) reach(found);
  else if (key === "?" && dialog) showList();
  else if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "/") document.querySelector("input[type=search]")?.focus();
  else {
    if (marked().some((element) => element.dataset.shortcut.startsWith(key + " "))) {
      pending = key;
      timer = setTimeout(() => (pending = ""), 1200);
    }
    return;
  }
  event.preventDefault();
});
