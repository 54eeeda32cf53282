// When an answer decides what else is asked, the server is asked for the fields anew. It needs a form with
// data-fields="<id of the element that holds the fields>"; what was typed meanwhile is kept, and so is the focus.
const typed = new Map();

document.addEventListener("change", (event) => {
  const input = event.target.closest("[data-reactive]");
  const form = input?.form;
  if (!form?.dataset.fields || !window.htmx) return;
  refresh(form, { _react: input.name });
});

// Adding and removing rows or files: the same, with the value of the button that would have been pressed.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=_add], button[name=_remove]");
  const form = button?.form;
  if (!form?.dataset.fields || !window.htmx) return;
  event.preventDefault();
  const parent = button.closest("fieldset.rows, .field")?.id;
  refresh(form, { [button.name]: button.value }).then(() => {
    const place = (parent && document.getElementById(parent)) || document.getElementById(form.dataset.fields);
    const newest = button.name === "_add" && all(".row", place).at(-1)?.querySelector("input, select, textarea");
    (newest || place).focus();
  });
});

function refresh(form, values) {
  const target = "#" + form.dataset.fields;
  typed.clear();
  return htmx.ajax("POST", form.getAttribute("action") || location.pathname, {
    source: form,
    target,
    select: target,
    swap: "outerHTML",
    values,
  });
}

document.addEventListener("input", (event) => {
  if (event.target.name) typed.set(event.target.id, event.target.value);
});

document.addEventListener("htmx:afterSwap", () => {
  for (const [id, value] of typed) {
    const input = document.getElementById(id);
    if (input && !["radio", "checkbox", "file"].includes(input.type)) input.value = value;
  }
  typed.clear();
});
