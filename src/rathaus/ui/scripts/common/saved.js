// "Gespeichert um 14:32" keeps up with what the server saved in between, and says so when it could not be reached.
const clock = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });

const note = (event) => event.target.closest?.("form[data-fields]")?.querySelector(".saved") ?? document.querySelector("form[data-fields] .saved");

document.addEventListener("htmx:afterRequest", (event) => {
  const saved = note(event);
  const text = saved && [...saved.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!text) return;
  saved.dataset.words ??= text.data;
  const { status } = event.detail.xhr;
  const failed = status === 0 || status >= 500;
  saved.toggleAttribute("data-failed", failed);
  text.data = failed
    ? say("Keine Verbindung: noch nicht gespeichert", "No connection: not saved yet")
    : saved.dataset.words.replace(/\d\d:\d\d/, clock.format(new Date()));
  if (failed) announce(text.data);
});
