// A private link holds the access code behind the #, which never reaches a server. It is put into the field and
// taken out of the address, so that it stays neither in the history nor on a shared screen. A link opened in the tab
// that shows the page already changes nothing but what is behind the #.
each("[data-code-from-link]", (input) => {
  const take = () => {
    const code = decodeURIComponent(location.hash.slice(1));
    if (!/^[0-9A-Za-z-]{8,60}$/.test(code)) return;
    input.value = code;
    history.replaceState(null, "", location.pathname + location.search);
    const form = input.form;
    if (form && [...form.elements].every((field) => !field.required || field.value)) form.querySelector("button")?.focus();
  };
  take();
  addEventListener("hashchange", take);
});
