// What every page does with script: menus that close, and keys.
document.documentElement.classList.add('js');
