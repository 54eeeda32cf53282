// The screen in the hall: the last call on top, with a gong and a voice if somebody switched them on.
each('[data-live="hall"]', (box) => {
  const list = box.querySelector("[data-calls]"), empty = box.querySelector("[data-empty]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let sound;

  const gong = () => {
    if (!sound || sound.state !== "running") return;
    [660, 523].forEach((pitch, n) => {
      const tone = sound.createOscillator(), volume = sound.createGain(), at = sound.currentTime + n * 0.45;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.4, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 1.2);
      tone.connect(volume).connect(sound.destination);
      tone.start(at);
      tone.stop(at + 1.3);
    });
  };
  const speak = (call) => {
    const [letter, digits] = [call.number.slice(0, 1), Number(call.number.slice(1))];
    const words = new SpeechSynthesisUtterance(`${box.dataset.word} ${letter} ${digits}, ${box.dataset.to} ${call.counter}`);
    words.lang = document.documentElement.lang;
    setTimeout(() => speechSynthesis.speak(words), 1500);
  };
  const row = (call, isNew) => {
    const item = document.createElement("li"), number = document.createElement("strong"), counter = document.createElement("span");
    item.className = isNew && !calm ? "hall__call hall__call--new" : "hall__call";
    number.textContent = call.number;
    counter.textContent = call.counter;
    item.append(number, counter);
    return item;
  };
  box.addEventListener("queue:news", ({ detail: { calls, call } }) => {
    list.replaceChildren(...calls.map((one) => row(one, call && one.number === call.number)));
    empty.hidden = calls.length > 0;
    if (!call) return;
    announce(`${box.dataset.word} ${call.number}, ${box.dataset.to} ${call.counter}`);
    if (on("sound")) gong();
    if (on("speech")) speak(call);
  });

  const on = (name) => localStorage.getItem(`hall-${name}`) === "1";
  const button = (name, start) => {
    const one = box.querySelector(`[data-${name}]`);
    const show = () => one.setAttribute("aria-pressed", String(on(name)));
    one.hidden = false;
    one.addEventListener("click", () => {
      localStorage.setItem(`hall-${name}`, on(name) ? "0" : "1");
      show();
      if (on(name)) start();
    });
    show();
    if (on(name)) start();
  };
  // A browser lets a page sound only after a touch, or where its kiosk mode says otherwise.
  if (window.AudioContext) button("sound", () => { sound ??= new AudioContext(); sound.resume(); });
  if (window.speechSynthesis) button("speech", () => {});

  // A new version of the page, and whatever a long day leaves behind: fresh every half hour, if the server answers.
  setInterval(async () => {
    try {
      if ((await fetch(location.href)).ok) location.reload();
    } catch { /* the screen stays as it is */ }
  }, 30 * 60_000);
});
