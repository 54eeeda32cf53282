// Small help while filling in: a counter at long texts, and no second post from a double click.
each("[data-count-to]", (area) => {
  if (area.dataset.counting) return;
  area.dataset.counting = "1";
  const limit = Number(area.dataset.countTo);
  const note = document.createElement("p");
  note.className = "count";
  note.id = area.id + "-count";
  area.after(note);
  area.setAttribute("aria-describedby", [area.getAttribute("aria-describedby"), note.id].filter(Boolean).join(" "));
  const show = () => {
    const left = limit - [...area.value].length;
    note.textContent =
      left >= 0 ? say(`Noch ${left} Zeichen`, `${left} characters left`) : say(`${-left} Zeichen zu viel`, `${-left} characters too many`);
    note.toggleAttribute("data-over", left < 0);
  };
  area.addEventListener("input", show);
  show();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (event.submitter?.matches("[data-download]")) return; // the page stays, and its form is still needed
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => unlock(form), 8000);
});

const unlock = (form) => {
  delete form.dataset.sent;
  all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
};

// The page comes back from the browser's cache with "back": it must be usable again.
addEventListener("pageshow", (event) => event.persisted && all("form[data-sent]").forEach(unlock));
