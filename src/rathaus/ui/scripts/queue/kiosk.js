// The kiosk goes back to its start when nobody touches it.
each("[data-reset]", (box) => {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(box.dataset.reset), Number(box.dataset.resetSeconds) * 1000);
  };
  for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, wait);
  wait();
});
// A kiosk with a printer: opened once with ?drucker=1 (0: no more), it prints each number. Without a phone or paper
// people would have nothing but their memory.
each("[data-kiosk]", () => {
  const told = new URLSearchParams(location.search).get("drucker");
  if (told !== null) localStorage.setItem("kiosk-printer", told);
});
each("[data-number]", (box) => {
  const has = localStorage.getItem("kiosk-printer") === "1";
  if (!has || sessionStorage.getItem("printed") === box.dataset.number) return;
  sessionStorage.setItem("printed", box.dataset.number);
  for (const one of all("[data-unprinted]", box)) one.hidden = true;
  for (const one of all("[data-printed]", box)) one.hidden = false;
  print();
});
