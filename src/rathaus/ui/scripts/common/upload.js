// A chosen file is sent at once, with its progress: the form is posted as its own button would, and the answer's
// fields replace the old ones. Too large files are told before anything is sent.
const LIMIT = 10_000_000;

const row = (file) => {
  const item = document.createElement("li");
  item.className = "upload";
  const name = document.createElement("span");
  name.className = "upload__name";
  name.textContent = file.name;
  item.append(name);
  return item;
};

const listFor = (input) => {
  const list = document.createElement("ul");
  list.className = "uploads";
  input.before(list);
  return list;
};

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-upload]") || !input.files.length) return;
  const form = input.form;
  const limit = Number(input.dataset.limit) || LIMIT;
  const tooLarge = [...input.files].find((file) => file.size > limit);
  if (tooLarge) {
    const mb = Math.round(limit / 1_000_000);
    input.setCustomValidity("");
    input.value = "";
    tellRefused(input, say(`„${tooLarge.name}“ ist größer als ${mb} MB.`, `“${tooLarge.name}” is larger than ${mb} MB.`));
    return;
  }
  if (!form?.dataset.fields) return;
  send(form, input);
});

function tellRefused(input, text) {
  const id = input.id + "-refused";
  let message = document.getElementById(id);
  if (!message) {
    message = document.createElement("p");
    message.id = id;
    message.className = "kern-error";
    message.setAttribute("role", "alert");
    input.before(message);
  }
  message.innerHTML = "<span class='kern-body'></span>";
  message.firstChild.textContent = text;
}

function send(form, input) {
  document.getElementById(input.id + "-refused")?.remove();
  const list = listFor(input);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", say("Wird hochgeladen", "Uploading"));
  [...input.files].forEach((file) => list.append(row(file)));
  list.lastChild.append(bar);
  const data = new FormData(form);
  data.append("_upload", input.name);
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action") || location.pathname);
  request.setRequestHeader("HX-Request", "true");
  request.responseType = "document";
  request.upload.onprogress = (event) => event.lengthComputable && (bar.value = (100 * event.loaded) / event.total);
  request.onload = () => {
    const fresh = request.response?.getElementById(form.dataset.fields);
    if (!fresh) return failed();
    const holder = document.getElementById(form.dataset.fields);
    holder.replaceWith(document.adoptNode(fresh));
    window.htmx?.process(fresh);
    fresh.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    document.getElementById(input.id)?.focus();
    const refused = document.getElementById(input.id + "-error");
    announce(refused ? refused.textContent.trim() : say("Datei ist hochgeladen", "File uploaded"));
  };
  const failed = () => {
    list.remove();
    input.value = "";
    tellRefused(input, say("Das Hochladen hat nicht geklappt. Versuchen Sie es noch einmal.", "The upload failed. Please try again."));
  };
  request.onerror = failed;
  request.send(data);
}
