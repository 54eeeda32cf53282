// A chosen suggestion that knows more than the text itself (data-plz, data-ort) fills the fields beside it, where they
// are empty: postcode and place of a street.
document.addEventListener("suggest:chosen", ({ target, detail }) => {
  const prefix = target.name.slice(0, target.name.lastIndexOf(".") + 1);
  for (const part of ["plz", "ort"]) {
    const field = detail[part] && target.form?.elements.namedItem(prefix + part);
    if (!(field instanceof HTMLInputElement) || field.value) continue;
    field.value = detail[part];
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
});
