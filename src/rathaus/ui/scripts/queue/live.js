// Pages that follow a queue. The stream tells what happened; where it can't be had, the page asks every ten seconds.
each("[data-stream]", (box) => {
  const silent = 60_000, again = 10_000;
  // Each answer carries another token in its forms; that alone is no news.
  const bare = (part) => part.innerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  const known = (field) => field.id || [field.form?.getAttribute("action"), field.name, field.value, field.getAttribute("href")].join(" ");
  // Who is just choosing something, or stands on a button, stays there.
  const renew = (part, fresh) => {
    const active = part.contains(document.activeElement) ? known(document.activeElement) : "";
    const chosen = all("select[id]", part).map((field) => [field.id, field.value]);
    part.innerHTML = fresh.innerHTML;
    for (const [id, value] of chosen) {
      const field = document.getElementById(id);
      if (field && all("option", field).some((option) => option.value === value)) field.value = value;
    }
    if (active) all("a, button, select", part).find((field) => known(field) === active)?.focus();
  };
  let source, last = "", heard = Date.now(), asking;

  const parts = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of all("[data-part]", box)) {
        const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
        if (fresh && bare(fresh) !== bare(part)) renew(part, fresh);
      }
    } catch { /* offline: the next try will tell */ }
  };
  // Many phones follow one queue: they don't all ask in the same moment.
  const soon = () => { asking ??= setTimeout(() => { asking = undefined; parts(); }, 100 + Math.random() * 900); };

  const news = (event) => {
    heard = Date.now();
    last = event.lastEventId || last;
    if (event.type === "puls") return;
    if (event.type === "neu" || box.dataset.live === "part") return soon();
    box.dispatchEvent(new CustomEvent("queue:news", { detail: JSON.parse(event.data) }));
  };
  const connect = () => {
    const address = new URL(box.dataset.stream, location.href);
    if (last) address.searchParams.set("seit", last);
    source = new EventSource(address);
    for (const kind of ["ruf", "stand", "neu", "puls"]) source.addEventListener(kind, news);
    source.onopen = () => { heard = Date.now(); box.dataset.connected = "1"; };
    source.onerror = () => { delete box.dataset.connected; };
  };
  connect();
  setInterval(() => {
    if (source.readyState === EventSource.CLOSED || Date.now() - heard > silent) {
      source.close();
      heard = Date.now();
      connect();
    }
    if (!("connected" in box.dataset)) parts();
  }, again);
});
