// "Notify me in this browser" on /abo/: asks the browser for permission and tells it our key. Without push, no button.
const button = document.querySelector("[data-push]");
if (button && "serviceWorker" in navigator && "PushManager" in window) {
  const form = button.closest("form");
  const told = document.getElementById("push-stand");
  const say = (name) => { told.textContent = button.dataset[name]; };
  const values = (name) => new FormData(form).getAll(name).filter(Boolean);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!values("thema").length) return say("nothing");
    if (await Notification.requestPermission() !== "granted") return say("denied");
    try {
      const worker = await navigator.serviceWorker.register(button.dataset.worker, { scope: "/abo/" });
      const ready = worker.active ? worker : await new Promise((done) => {
        const coming = worker.installing || worker.waiting;
        coming.addEventListener("statechange", () => coming.state === "activated" && done(worker));
      });
      const key = button.dataset.push;
      const given = await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const answer = await fetch(button.dataset.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ ...given.toJSON(), topics: values("thema"), places: values("ort") }),
      });
      if (!answer.ok) return say("failed");
      location.assign((await answer.json()).manage);
    } catch {
      say("failed");
    }
  });
}
