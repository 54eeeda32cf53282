// "Notify me on this device" on /abo/: asks the browser for permission and tells it our key. The pages say whether this
// device is subscribed already. Where the town hall knows nothing of it any more, the browser forgets it as well.
const pushing = document.querySelector("[data-push-stand]");
const post = (address, told, token) => fetch(address, {
  method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token || "" }, body: JSON.stringify(told),
});

async function manageLink() {
  const worker = await navigator.serviceWorker.getRegistration("/abo/");
  const given = await worker?.pushManager.getSubscription();
  if (!given) return null;
  const answer = await post(pushing.dataset.pushStand, given.toJSON());
  if (!answer.ok) return null;
  const { manage } = await answer.json();
  if (!manage) await given.unsubscribe();
  return manage;
}

async function register(address) {
  const worker = await navigator.serviceWorker.register(address, { scope: "/abo/" });
  if (worker.active) return worker;
  const coming = worker.installing || worker.waiting;
  return new Promise((done, failed) => coming.addEventListener("statechange", () => {
    if (coming.state === "activated") done(worker);
    if (coming.state === "redundant") failed(new Error("no worker"));
  }));
}

async function subscribe(manager, key) {
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(wish);
  } catch (problem) {
    if (problem.name !== "InvalidStateError") throw problem;
    await (await manager.getSubscription())?.unsubscribe(); // it was for another key of the town hall
    return manager.subscribe(wish);
  }
}

function offer(button) {
  const { push, worker, address, ...words } = button.dataset;
  const form = button.closest("form");
  const said = document.getElementById("push-gesagt");
  const say = (name) => { said.textContent = words[name] || ""; button.removeAttribute("aria-disabled"); };
  const values = (name) => new FormData(form).getAll(name).filter(Boolean);
  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return undefined;
    const topics = values("thema");
    if (!topics.length) return say("nothing");
    if (Notification.permission === "default") say("ask");
    const allowed = await Notification.requestPermission();
    if (allowed !== "granted") return say(allowed === "denied" ? "denied" : "undecided");
    say("wait");
    button.setAttribute("aria-disabled", "true");
    try {
      const given = await subscribe((await register(worker)).pushManager, push);
      const told = { ...given.toJSON(), topics, places: values("ort") };
      const answer = await post(address, told, form.elements.csrfmiddlewaretoken.value);
      if (!answer.ok) return say("failed");
      return location.assign((await answer.json()).manage);
    } catch {
      return say("failed");
    }
  });
}

if (pushing) {
  const show = (name) => { for (const one of document.querySelectorAll(`[data-when="${name}"]`)) one.hidden = false; };
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const button = pushing.querySelector("[data-push]");
  if (button) {
    pushing.hidden = false;
    show(can ? "can" : "cannot");
    if (can) offer(button);
  }
  if (can) manageLink().catch(() => null).then((link) => { // the page works without knowing
    if (link && button) document.querySelector("[data-manage]").href = link;
    show(link ? "known" : "new");
  });
}
