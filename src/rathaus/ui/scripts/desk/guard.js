// At the desk no text is lost: leaving a page with text that was typed but not sent asks once.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post" && event.target.matches("textarea, input[type=text]")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  const unsent = [...changed].some((form) => form.isConnected && all("textarea, input[type=text]", form).some((field) => field.value !== field.defaultValue));
  if (unsent) event.preventDefault();
});

// The same text survives a crash of the browser: kept in this tab alone, under data-keep="<a name>".
each("textarea[data-keep]", (area) => {
  const key = "text:" + area.dataset.keep;
  const kept = sessionStorage.getItem(key);
  if (kept && !area.value) area.value = kept;
  area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
  area.form?.addEventListener("submit", () => sessionStorage.removeItem(key));
});
