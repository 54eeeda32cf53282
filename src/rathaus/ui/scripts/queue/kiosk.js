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
