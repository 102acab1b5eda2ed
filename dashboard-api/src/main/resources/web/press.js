/** Nothing may move between the pressing and the letting go of a button, or the click would miss it. */

const waiting = [];
let isPressed = false;

function letGo() {
  isPressed = false;
  // After the click that is about to follow.
  setTimeout(() => waiting.splice(0).forEach((action) => action()));
}

window.addEventListener('pointerdown', () => {
  isPressed = true;
}, true);
window.addEventListener('pointerup', letGo, true);
window.addEventListener('pointercancel', letGo, true);

/** Runs what changes the layout, once no button is being pressed. */
export function afterPress(action) {
  if (isPressed) waiting.push(action);
  else action();
}
