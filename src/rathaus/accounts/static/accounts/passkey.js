// Passkeys: a form with data-passkey="get" or "create" asks the device before it is sent. Its options come from the
// JSON inside the form, or for signing in from data-passkey-options. Without this script such forms stay hidden.
const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function readOptions(options, kind, passwordless) {
  const publicKey = { ...options.publicKey, challenge: decode(options.publicKey.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    publicKey[list] = publicKey[list]?.map((one) => ({ ...one, id: decode(one.id) }));
  }
  if (kind === "create") {
    publicKey.user = { ...publicKey.user, id: decode(publicKey.user.id) };
    if (passwordless) {
      publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
    }
  }
  return { publicKey };
}

function toJson(credential) {
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const encoded = Object.fromEntries(fields.filter((name) => response[name]).map((name) => [name, encode(response[name])]));
  if (response.getTransports) encoded.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: encoded,
  });
}

async function fetchOptions(form) {
  const inside = form.querySelector("script[type='application/json']");
  const data = inside
    ? JSON.parse(inside.textContent)
    : await (await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } })).json();
  return data.request_options ?? data.creation_options;
}

async function askDevice(form) {
  const kind = form.dataset.passkey;
  const options = readOptions(await fetchOptions(form), kind, form.elements.passwordless);
  return kind === "create" ? navigator.credentials.create(options) : navigator.credentials.get(options);
}

if (globalThis.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const complaint = form.querySelector("[data-passkey-error]");
      complaint.hidden = true;
      try {
        form.elements.credential.value = toJson(await askDevice(form));
      } catch (error) {
        complaint.hidden = false;
        complaint.setAttribute("role", "alert");
        return;
      }
      form.submit();
    });
  }
}

// A browser may fill in a password that nobody sees; who asks for a code doesn't mean to send it.
for (const form of document.querySelectorAll("form[data-sign-in]")) {
  form.addEventListener("submit", () => {
    if (!form.querySelector("details").open) form.elements.password.value = "";
  });
}
