/** Small helpers over the DOM: build once, then change in place. */

/**
 * Creates an element. Keys of `props`: `class`, `text`, `onX` (listeners), `dataset`; anything else
 * is an attribute, where false, null and undefined leave it out and true writes it empty.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'class') element.className = value;
    else if (name === 'text') element.textContent = value;
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
    else setAttribute(element, name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) {
    element.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Writes only what differs, so that a reader's text selection outlives an update. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows `shown` ({text, full}) with the full figure as a hint where the text is shortened. */
export function setFigure(element, shown) {
  setText(element, shown.text);
  setAttribute(element, 'title', shown.full === shown.text ? null : shown.full);
}

// After a joining character, and where a camel has its hump.
const SEAMS = /(?<=[_./:-])(?=[^_./:-])|(?<=\p{Ll})(?=\p{Lu})/u;

/** A name as nodes that may break where its words meet: event names are rarely made of spaces. */
export function breakable(name) {
  return name.split(SEAMS).flatMap((piece, index) => (index === 0 ? [piece] : [document.createElement('wbr'), piece]));
}

/** How many characters of a name can't be parted. */
export function longestPiece(name) {
  return Math.max(...name.split(/\s/).flatMap((word) => word.split(SEAMS)).map((piece) => piece.length));
}

/** Style goes through the CSSOM: the content security policy forbids style attributes in markup. */
export function setVariable(element, name, value) {
  const text = String(value);
  if (element.style.getPropertyValue(name) !== text) element.style.setProperty(name, text);
}

/**
 * Makes `parent` hold exactly one child per key, in this order, keeping the children it already has.
 * `children` is a Map from key to element that belongs to the caller and is kept up to date.
 */
export function reconcile(parent, children, keys, create) {
  const wanted = new Set(keys);
  for (const [key, element] of children) {
    if (!wanted.has(key)) {
      element.remove();
      children.delete(key);
    }
  }
  keys.forEach((key, index) => {
    if (!children.has(key)) children.set(key, create(key));
    const element = children.get(key);
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}

const SVG = 'http://www.w3.org/2000/svg';

/** A 24-unit line icon from path data. Decorative: the text beside it carries the meaning. */
export function icon(pathData) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', pathData);
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}
