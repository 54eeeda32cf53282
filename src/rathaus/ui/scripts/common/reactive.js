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

// One question after the other: htmx looks up the target when it is asked, and an earlier answer replaces it.
let last = Promise.resolve();

function refresh(form, values) {
  last = last.then(() => ask(form, values)).catch(() => {});
  return last;
}

function ask(form, values) {
  const target = "#" + form.dataset.fields;
  return htmx.ajax("POST", form.getAttribute("action") || location.pathname, {
    source: form,
    target,
    select: target,
    swap: "outerHTML",
    values,
  });
}

// What is typed or ticked after the answers went out is put back when the new fields come in. A question that
// waits reads the form only when its turn comes.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    if (!target.name || target.type === "file") return;
    typed.delete(target.id);
    typed.set(target.id, { value: target.value, checked: target.checked });
  });
}

document.addEventListener("htmx:configRequest", () => typed.clear());

// htmx puts the focus back, but no selection that begins at the start: what is typed next would stand before it.
let selected = null;

document.addEventListener("htmx:beforeSwap", () => {
  const { id, selectionStart: start, selectionEnd: end } = document.activeElement ?? {};
  selected = id && Number.isInteger(start) ? { id, start, end } : null;
});

document.addEventListener("htmx:afterSwap", () => {
  for (const [id, { value, checked }] of typed) {
    const input = document.getElementById(id);
    if (!input) continue;
    if (input.type === "radio" || input.type === "checkbox") input.checked = checked;
    else input.value = value;
  }
  const focused = document.activeElement;
  if (selected && focused?.id === selected.id) focused.setSelectionRange(selected.start, selected.end);
});
