// How long a time is kept: counts down beside the sentence that says until when. Spoken twice only: near the end, and
// at it.
each("[data-countdown]", (place) => {
  const end = Number(place.dataset.countdown) * 1000;
  let said = "";
  const say_once = (text) => {
    if (text !== said) announce((said = text));
  };
  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    place.textContent = left ? `(${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})` : place.dataset.over;
    if (left && left <= 120) say_once(place.dataset.soon);
    if (left) setTimeout(show, 1000);
    else say_once(place.dataset.over);
  };
  show();
});
