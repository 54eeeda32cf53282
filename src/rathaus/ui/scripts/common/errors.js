// The summary of errors takes the focus, so that it is read first; its links lead into the field itself.
each(".error-summary", (summary) => {
  if (summary.dataset.seen) return;
  summary.dataset.seen = "1";
  summary.focus({ preventScroll: false });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const legendOrLabel = field.closest("fieldset, .field") ?? field;
  legendOrLabel.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
