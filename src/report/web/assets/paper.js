// The living part of the paper: lineage of numbers, contents, charts, notes, light and dark. Needs nothing but the page itself.
(() => {
  'use strict';
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  root.classList.add('live');

  // --- light and dark ---
  const kTheme = 'zhiheng-theme';
  const wantsDark = matchMedia('(prefers-color-scheme: dark)');
  const remembered = () => { try { return localStorage.getItem(kTheme); } catch { return null; } };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : wantsDark.matches);
  if (['light', 'dark'].includes(remembered())) root.dataset.theme = remembered();
  const switchTheme = () => {
    const next = isDark() ? 'light' : 'dark';
    root.dataset.theme = next;
    try { localStorage.setItem(kTheme, next); } catch { /* a file opened from a disk may not remember */ }
    redraw();
  };
  wantsDark.addEventListener('change', () => redraw());

  // --- charts: drawn when they come near, in the reader's colours ---
  const drawn = new Map();
  const option = (chart, dark) => {
    const figure = chart.closest('figure');
    const block = (dark && $('.option-dark', figure)) || $('.option-light', figure);
    try { return block && JSON.parse(block.textContent); } catch { return null; }
  };
  // A chart is laid out for its own width, so it is scaled to the page's like the drawing that it replaces.
  const fit = (chart, box) => {
    const { w, h } = chart.dataset;
    const scale = Math.min(1.15, Math.max(chart.clientWidth, 34 * 16) / w);
    Object.assign(box.style, {
      width: `${w}px`, height: `${h}px`, transform: `scale(${scale})`, transformOrigin: '0 0', marginBottom: `${h * (scale - 1)}px`,
    });
  };
  const draw = (chart) => {
    const settings = option(chart, isDark());
    if (!settings || typeof echarts === 'undefined') return;
    const still = $('.still', chart);
    let box = $('.drawn', chart);
    if (!box) {
      box = make('div', { class: 'drawn' });
      chart.append(box);
    }
    fit(chart, box);
    still.hidden = true;
    try {
      drawn.get(chart)?.dispose();
      const instance = echarts.init(box, null, { renderer: 'svg' });
      instance.setOption({ tooltip: { trigger: settings.xAxis ? 'axis' : 'item', confine: true }, ...settings });
      drawn.set(chart, instance);
    } catch (error) {
      box.remove();
      still.hidden = false;
    }
  };
  const redraw = () => drawn.forEach((instance, chart) => draw(chart));
  const nearby = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    nearby.unobserve(entry.target);
    draw(entry.target);
  }), { rootMargin: '600px' });
  $$('.chart').forEach((chart) => nearby.observe(chart));
  const widths = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const box = $('.drawn', target);
    if (box) fit(target, box);
  }));
  $$('.chart').forEach((chart) => widths.observe(chart));

  // --- wide tables ---
  $$('.scroll').forEach((frame) => {
    const table = $('table', frame);
    if (table && frame.scrollWidth > frame.clientWidth + 4) table.classList.add('broad');
    if (frame.scrollWidth <= frame.clientWidth + 1) frame.removeAttribute('tabindex');
    frame.addEventListener('scroll', () => frame.classList.toggle('scrolled', frame.scrollLeft > 0), { passive: true });
  });

  // --- contents: follows the reader ---
  const contents = $('#contents');
  const menu = $('#menu');
  const scrim = $('#scrim');
  const links = new Map($$('#contents > ol a').map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const follow = () => {
    let at = null;
    for (const place of places) {
      if (place.getBoundingClientRect().top > 120) break;
      at = place;
    }
    if (at === current) return;
    links.get(current?.id)?.removeAttribute('aria-current');
    current = at;
    const link = links.get(at?.id);
    if (!link) return;
    link.setAttribute('aria-current', 'location');
    const frame = contents.getBoundingClientRect();
    const box = link.getBoundingClientRect();
    if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) contents.scrollTop += box.top - frame.top - frame.height / 3;
  };
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
  const drawer = (open) => {
    contents.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
    scrim.hidden = !open;
    if (open) ($('[aria-current]', contents) ?? $('a', contents))?.focus();
  };
  const drawerOpen = () => contents.classList.contains('open');
  menu.addEventListener('click', () => drawer(!drawerOpen()));
  scrim.addEventListener('click', () => { drawer(false); });
  contents.addEventListener('click', (event) => { if (event.target.closest('a')) drawer(false); });
  const step = (by) => {
    const at = places.indexOf(current) + by;
    places[Math.max(0, Math.min(places.length - 1, at))]?.scrollIntoView();
  };

  // --- where a number comes from ---
  const data = JSON.parse($('#lineage').textContent);
  const findings = new Map(data.f);
  const text = (id) => data.s[id];
  const kFields = ['definition', 'title', 'scope', 'area', 'year', 'unit', 'method', 'formula', 'exact', 'numerator', 'denominator',
    'numeratorTitle', 'denominatorTitle', 'query', 'owner', 'status', 'note', 'published'];
  const lineageOf = (index) => {
    const row = data.l[index];
    if (!row) return null;
    const out = Object.fromEntries(kFields.map((name, i) => [name, text(row[i])]));
    out.sources = row[kFields.length].map(text);
    out.inputs = row[kFields.length + 1].map((input) => input.map(text));
    return out;
  };
  const kKinds = { recompute: '重算不符', total: '合计不符', growth: '增减不符', conflict: '前后不一', check: '检查未通过' };
  const panel = $('#panel');
  let opener = null;
  const item = (list, title, english, ...content) => {
    if (content.every((each) => each === '' || each === null)) return;
    list.append(make('dt', { title: english }, title), make('dd', {}, ...content));
  };
  const ratio = (from) => {
    if (!from.numerator || !from.denominator) return null;
    return make('div', { class: 'ratio' },
      make('b', {}, from.numerator), make('span', {}, from.numeratorTitle || '分子'), make('span', { class: 'line' }), make('span'),
      make('b', {}, from.denominator), make('span', {}, from.denominatorTitle || '分母'));
  };
  const findingBox = (row) => {
    const [kind, title, where, published, computed, difference, note] = row.slice(0, 7).map(text);
    return make('div', { class: 'finding' },
      make('p', {}, make('b', {}, `${kKinds[kind] ?? kind}：${title}`)),
      make('p', {}, `已公布 ${published}，计算得 ${computed}，相差 ${difference}${where ? `（${where}）` : ''}。`),
      row[7] ? make('p', {}, '相差一个末位，可能由各部分分别取整造成。') : null,
      note ? make('p', {}, note) : null);
  };
  const fill = (printed, unit, published, certainty, from, found) => {
    const close = make('button', { type: 'button', class: 'icon', 'aria-label': '关闭', title: '关闭 Close (Esc)' });
    close.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6 6 18"/></svg>';
    close.addEventListener('click', () => shut());
    const list = make('dl');
    const tags = make('ul', { class: 'tags' });
    const tag = (words, warn) => words && tags.append(make('li', warn ? { class: 'warn' } : {}, words));
    tag(from.area);
    tag(from.year && `${from.year} 年`);
    tag({ reported: '部门填报', computed: '计算得出' }[from.method] ?? from.method);
    if (from.status) tag({ inferred: '推算' }[from.status] ?? from.status, true);
    item(list, '口径', 'Scope', from.scope);
    item(list, '算法', 'Formula', from.formula);
    item(list, '分子与分母', 'Numerator and denominator', ratio(from));
    item(list, '可靠程度', 'Certainty', certainty);
    item(list, '精确值', 'Exact value', from.exact && from.exact + (from.unit ? ` ${from.unit}` : ''));
    item(list, '已公布的数', 'Published', published || from.published);
    item(list, '责任部门', 'Department', from.owner);
    item(list, '在原文中的位置', 'Places in the published source', from.sources.join('、'));
    item(list, '说明', 'Note', from.note);
    item(list, '数据文件', 'Input files', ...from.inputs.map(([path, hash, lines]) => make('div', {},
      path + (lines ? `，第 ${lines} 行 ` : ' '), make('code', { title: `SHA-256: ${hash}` }, hash.slice(0, 12)))));
    item(list, '定义', 'Definition', from.definition && make('code', {}, from.definition));
    item(list, '查询', 'Query', from.query && make('pre', {}, from.query));
    panel.replaceChildren(
      make('div', { class: 'panel-head' }, make('h2', { id: 'panel-title' }, from.title || '数字的来历'), close),
      make('p', { class: 'panel-value' }, printed, unit ? make('small', {}, unit) : null), tags, ...found.map(findingBox), list);
  };
  const show = (number) => {
    const [lineage, unit, certainty = 0] = data.n[number.dataset.n] ?? [-1, 0];
    const from = lineageOf(lineage);
    if (!from) return;
    const own = number.cloneNode(true);
    $$('.u', own).forEach((each) => each.remove());
    const printed = own.textContent;
    fill(printed, printed.endsWith(text(unit)) ? '' : text(unit), number.dataset.p, text(certainty), from, findings.get(lineage) ?? []);
    opener?.removeAttribute('aria-expanded');
    opener = number;
    number.setAttribute('aria-expanded', 'true');
    hideNote();
    const before = number.getBoundingClientRect().top;
    panel.hidden = false;
    panel.scrollTop = 0;
    root.classList.add('panel-open');
    panel.focus({ preventScroll: true });
    scrollBy({ top: number.getBoundingClientRect().top - before, behavior: 'instant' });  // the text beside it grew narrower
    const box = number.getBoundingClientRect();
    if (innerWidth < 896 && box.bottom > innerHeight * 0.24) scrollBy({ top: box.top - innerHeight * 0.12 });
  };
  const shut = () => {
    if (panel.hidden) return false;
    const before = opener?.getBoundingClientRect().top ?? 0;
    panel.hidden = true;
    root.classList.remove('panel-open');
    if (opener) scrollBy({ top: opener.getBoundingClientRect().top - before, behavior: 'instant' });
    opener?.removeAttribute('aria-expanded');
    opener?.focus({ preventScroll: true });
    opener = null;
    return true;
  };
  // Every number of the text is a stop of the Tab key; a table is one stop, inside it the arrows move.
  const kHint = '查看来历';
  $$('.n').forEach((number) => {
    number.setAttribute('role', 'button');
    number.setAttribute('tabindex', number.closest('table') ? '-1' : '0');
    number.setAttribute('aria-haspopup', 'dialog');
    if (!number.title) number.title = number.dataset.p ? `已公布：${number.dataset.p}` : number.classList.contains('f') ? `${kHint}（与已公布的不同）` : kHint;
  });
  $$('table').forEach((table) => $('.n', table)?.setAttribute('tabindex', '0'));
  const neighbour = (number, key) => {
    const cell = number.closest('td, th');
    const row = cell?.parentElement;
    if (!row) return null;
    const all = $$('.n', row.closest('table'));
    if (key === 'ArrowRight' || key === 'ArrowLeft') return all[all.indexOf(number) + (key === 'ArrowRight' ? 1 : -1)];
    const left = number.getBoundingClientRect().right;
    const next = key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling';
    for (let other = row[next]; other; other = other[next]) {
      const found = $$('.n', other).find((each) => Math.abs(each.getBoundingClientRect().right - left) < 30);
      if (found) return found;
    }
    return null;
  };

  // --- footnotes ---
  const note = $('#note');
  const hideNote = () => {
    if (note.hidden) return false;
    note.hidden = true;
    return true;
  };
  const showNote = (call) => {
    const source = document.getElementById(decodeURIComponent(call.hash.slice(1)));
    if (!source) return false;
    note.replaceChildren(...$('.fn-text', source).cloneNode(true).childNodes);
    note.hidden = false;
    const at = call.getBoundingClientRect();
    note.style.left = `${Math.max(16, Math.min(at.left + scrollX - 24, scrollX + root.clientWidth - note.offsetWidth - 16))}px`;
    note.style.top = `${at.bottom + scrollY + 8}px`;
    return true;
  };

  // --- taps and keys ---
  const help = $('#help');
  document.addEventListener('click', (event) => {
    const number = event.target.closest('.n[data-n]');
    const call = event.target.closest('a.fn');
    if (number) { show(number); return; }
    if (call && showNote(call)) { event.preventDefault(); return; }
    if (!event.target.closest('#note')) hideNote();
    if (!event.target.closest('#panel, .bar')) shut();
  });
  $('#theme').addEventListener('click', switchTheme);
  $('#keys').addEventListener('click', () => help.showModal());
  $('#help-close').addEventListener('click', () => help.close());
  const kKeys = {
    '?': () => help.showModal(), d: switchTheme, j: () => step(1), k: () => step(-1),
    c: () => { if (getComputedStyle(menu).display === 'none') $('a', contents)?.focus(); else drawer(true); },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const number = event.target.closest?.('.n[data-n]');
    if (number && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      show(number);
    } else if (number && event.key.startsWith('Arrow') && number.closest('table')) {
      const next = neighbour(number, event.key);
      if (!next) return;
      event.preventDefault();
      number.setAttribute('tabindex', '-1');
      next.setAttribute('tabindex', '0');
      next.focus();
    } else if (event.key === 'Escape') {
      if (hideNote() || shut()) return;
      if (drawerOpen()) { drawer(false); menu.focus(); }
    } else if (kKeys[event.key]) {
      event.preventDefault();
      kKeys[event.key]();
    }
  });
  addEventListener('beforeprint', () => $$('.still').forEach((still) => { still.hidden = false; }));
  addEventListener('afterprint', () => drawn.forEach((instance, chart) => { $('.still', chart).hidden = true; }));
})();
