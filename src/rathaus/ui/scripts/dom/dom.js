// Functions that all behaviours share. Every behaviour is an addition: without it the page does the same, slower.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Runs `act` for each element now, and for those that htmx puts in later.
function each(selector, act) {
  all(selector).forEach(act);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.(selector)) act(event.target);
    all(selector, event.target).forEach(act);
  });
}

const announce = (() => {
  let region;
  return (text) => {
    if (!region) {
      region = document.createElement("div");
      region.className = "kern-sr-only";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = text;
  };
})();

const inGerman = document.documentElement.lang !== "en";
const say = (german, english) => (inGerman ? german : english);
