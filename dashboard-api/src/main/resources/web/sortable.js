/** Lets the children of a list be dragged by their grips; the keyboard has buttons for the same. */
export function makeSortable(list, onMove) {
  let dragged = null;

  const indexOf = (element) => [...list.children].indexOf(element);

  list.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('li');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', ''); // without data some browsers don't begin
    event.dataTransfer.setDragImage(dragged, 16, 16);
    dragged.classList.add('dragged');
  });
  list.addEventListener('dragover', (event) => {
    const over = event.target.closest('li');
    if (!dragged || !over) return;
    event.preventDefault();
    mark(over);
  });
  list.addEventListener('drop', (event) => {
    const over = event.target.closest('li');
    if (!dragged || !over) return;
    event.preventDefault();
    const [from, to] = [indexOf(dragged), indexOf(over)];
    end();
    if (from !== to) onMove(from, to);
  });
  list.addEventListener('dragend', end);

  function mark(over) {
    const isAfter = indexOf(over) > indexOf(dragged);
    for (const item of list.children) {
      item.classList.toggle('drop-before', item === over && over !== dragged && !isAfter);
      item.classList.toggle('drop-after', item === over && isAfter);
    }
  }

  function end() {
    dragged?.classList.remove('dragged');
    dragged = null;
    for (const item of list.children) item.classList.remove('drop-before', 'drop-after');
  }
}
