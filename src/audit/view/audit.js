// The living part of the audit: cards beside their numbers, the walk from finding to finding, filters, search, tabs. Needs nothing but
// the page itself.
(() => {
  'use strict';
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  const narrow = matchMedia('(max-width: 59.99rem)');
  const wide = matchMedia('(min-width: 84rem)');
  root.classList.add('live');

  // A file opened from a disk may not remember.
  const remembered = (key) => { try { return localStorage.getItem(`zhiheng-${key}`); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(`zhiheng-${key}`, value); } catch { /* nothing lost */ } };

  // --- light and dark, Chinese and English ---
  const wantsDark = matchMedia('(prefers-color-scheme: dark)');
  if (['light', 'dark'].includes(remembered('theme'))) root.dataset.theme = remembered('theme');
  const switchTheme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : wantsDark.matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    remember('theme', root.dataset.theme);
  };
  const isEnglish = () => root.dataset.lang === 'en';
  const switchLanguage = () => {
    root.dataset.lang = isEnglish() ? 'zh' : 'en';
    root.lang = isEnglish() ? 'en' : 'zh-CN';
    for (const element of $$('[data-en]')) {  // the other language waits in data-en
      const other = element.dataset.en;
      element.dataset.en = element.getAttribute('aria-label');
      element.setAttribute('aria-label', other);
      if (element.placeholder) element.placeholder = other;
    }
    remember('language', root.dataset.lang);
    place();
  };

  // --- findings, their marks, documents ---
  const docs = $$('.doc');
  const tabs = $$('[role=tab]');
  const findings = $$('#cards > .card').map((card, i) => ({
    card, number: i + 1, shown: true, waived: card.dataset.waived === '1', docs: card.dataset.docs.split(' '), marks: [], words: null,
  }));
  const marks = $$('.m');
  const docOf = new Map();    // mark → its document
  const anchored = new Map();  // mark → findings whose card stands there: the first place of each in the mark's document
  for (const mark of marks) {
    docOf.set(mark, docs.indexOf(mark.closest('.doc')));
    for (const reference of mark.dataset.f.split(' ')) {
      const [number, spot] = reference.split('.').map(Number);
      findings[number - 1].marks[spot] ??= mark;
    }
  }
  for (const finding of findings) {
    const seen = new Set();
    for (const mark of finding.marks) {
      if (!mark || seen.has(docOf.get(mark))) continue;
      seen.add(docOf.get(mark));
      if (!anchored.has(mark)) anchored.set(mark, []);
      anchored.get(mark).push(finding);
    }
  }
  const findingsOf = (mark) => [...new Set(mark.dataset.f.split(' ').map((reference) => findings[parseInt(reference, 10) - 1]))];

  let active = 0;
  let current = null;      // the chosen finding
  let currentMark = null;  // and the place of it that is looked at
  const scrolled = docs.map(() => 0);
  const showDocument = (index) => {
    if (index === active || !docs[index]) return;
    scrolled[active] = scrollY;
    docs.forEach((doc, i) => { doc.hidden = i !== index; });
    tabs.forEach((tab, i) => { tab.setAttribute('aria-selected', i === index); tab.tabIndex = i === index ? 0 : -1; });
    tabs[index]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    active = index;
    scrollTo(0, scrolled[index]);
    drawMap();
    place();
  };
  docs.forEach((doc, i) => { doc.hidden = i !== 0; });
  tabs.forEach((tab, i) => tab.addEventListener('click', () => showDocument(i)));
  $('.tabs')?.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (active + step + tabs.length) % tabs.length;
    showDocument(next);
    tabs[next].focus();
  });

  // --- cards beside their marks: only those on the screen are laid out; all reading comes before all writing ---
  const holder = $('.margin');
  const kGap = 8;
  const kDense = 8;
  const near = new Set();
  const placed = new Map();  // finding → where its card stands
  let waiting = false;
  const place = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; layOut(); });
  };
  const wanted = () => {
    const items = new Map();
    for (const mark of near) {
      if (docOf.get(mark) !== active || mark.classList.contains('off')) continue;
      for (const finding of anchored.get(mark)) if (finding.shown && !items.has(finding)) items.set(finding, mark);
    }
    if (current?.shown && currentMark && docOf.get(currentMark) === active) items.set(current, currentMark);
    return items;
  };
  const stack = (items) => {
    const push = (from) => {
      for (let i = from; i < items.length; ++i) items[i].y = Math.max(items[i].y, items[i - 1].y + items[i - 1].height + kGap);
    };
    const pivot = Math.max(0, items.findIndex((item) => item.finding === current));
    for (let i = pivot - 1; i >= 0; --i) items[i].y = Math.min(items[i].y, items[i + 1].y - items[i].height - kGap);
    if (items.length > 0 && items[0].y < kGap) items[0].y = kGap;
    push(1);
  };
  const layOut = () => {
    if (narrow.matches) return;
    const chosen = wanted();
    for (const finding of [...placed.keys()]) {
      if (chosen.has(finding)) continue;
      finding.card.classList.remove('placed', 'ready');
      placed.delete(finding);
    }
    holder.classList.toggle('dense', chosen.size > kDense);
    for (const finding of chosen.keys()) finding.card.classList.add('placed');
    const top = holder.getBoundingClientRect().top;
    const items = [...chosen].map(([finding, mark]) => ({
      finding, y: mark.getBoundingClientRect().top - top - 6, height: finding.card.offsetHeight,
    })).sort((a, b) => a.y - b.y || a.finding.number - b.finding.number);
    stack(items);
    for (const { finding, y } of items) {
      if (Math.abs((placed.get(finding) ?? -1e9) - y) > 1) {
        finding.card.style.transform = `translateY(${Math.round(y)}px)`;
        placed.set(finding, y);
      }
      finding.card.classList.add('ready');
    }
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) near[isIntersecting ? 'add' : 'delete'](target);
    place();
  }, { rootMargin: '150px 0px' });
  for (const mark of anchored.keys()) watcher.observe(mark);
  addEventListener('scroll', place, { passive: true });
  addEventListener('resize', place);

  // --- choosing a finding ---
  const position = $('#position');
  const walkable = () => findings.filter((finding) => finding.shown && !finding.waived);
  const tell = () => {
    const list = walkable();
    const index = list.indexOf(current);
    position.textContent = list.length === 0 ? '0 / 0' : `${index < 0 ? '–' : index + 1} / ${list.length}`;
  };
  const bring = (mark) => {
    showDocument(docOf.get(mark));
    const centre = () => mark.scrollIntoView({ block: narrow.matches ? 'start' : 'center', inline: 'nearest', behavior: 'instant' });
    centre();
    requestAnimationFrame(() => { centre(); requestAnimationFrame(() => { centre(); place(); }); });  // pieces on the way are drawn now
  };
  const inSight = (mark) => {
    const box = mark.getBoundingClientRect();
    return docOf.get(mark) === active && box.top > 100 && box.bottom < innerHeight * (narrow.matches ? 0.4 : 1) - 20;
  };
  const choose = (finding, mark = null) => {
    if (current) {
      current.card.classList.remove('current');
      current.row?.removeAttribute('aria-current');
      for (const other of current.marks) other?.classList.remove('current', 'here');
    }
    current = finding;
    currentMark = null;
    root.classList.toggle('sheet-open', Boolean(finding));
    if (finding) {
      currentMark = mark ?? finding.marks.find(Boolean) ?? null;
      finding.card.classList.add('current');
      finding.row?.setAttribute('aria-current', 'true');
      finding.row?.scrollIntoView({ block: 'nearest' });
      for (const other of finding.marks) other?.classList.add('here');
      currentMark?.classList.add('current');
      holder.scrollTop = 0;
      history.replaceState(null, '', `#f-${finding.number}`);
      if (currentMark && !inSight(currentMark)) bring(currentMark);
    }
    tell();
    markMap();
    place();
  };
  const walk = (step) => {
    const list = walkable();
    if (list.length === 0) return;
    const index = list.indexOf(current);
    const next = index < 0 ? (step > 0 ? 0 : list.length - 1) : (index + step + list.length) % list.length;
    choose(list[next]);
    currentMark?.focus({ preventScroll: true });
  };
  const otherPlace = () => {
    const places = current?.marks.filter(Boolean) ?? [];
    if (places.length === 0) return;
    const next = places[(places.indexOf(currentMark) + 1) % places.length];
    choose(current, next);
    next.focus({ preventScroll: true });
  };
  const press = (mark, enter) => {
    const list = findingsOf(mark).filter((finding) => finding.shown);
    if (list.length === 0) return;
    const at = list.indexOf(current);
    const next = enter && at >= 0 ? current : list[(at + 1) % list.length];
    choose(next, mark);
    if (enter) next.card.focus({ preventScroll: true });
  };
  $('#text').addEventListener('click', (event) => {
    const go = event.target.closest('.go');
    const mark = event.target.closest('.m');
    const card = event.target.closest('.card');
    if (go || mark) event.preventDefault();
    if (go) {
      const finding = findings[card.id.slice(2) - 1];
      const target = finding.marks[go.hash.split('-').at(-1)];
      if (target) choose(finding, target);
    } else if (mark) {
      press(mark, false);
    } else if (card && !card.classList.contains('current')) {
      choose(findings[card.id.slice(2) - 1]);
    } else if (event.target.closest('.h')) {
      showTick(event.target.closest('.h'));
    }
  });
  $('#previous').addEventListener('click', () => walk(-1));
  $('#next').addEventListener('click', () => walk(1));

  // --- the list and the map ---
  const list = $('#list');
  for (const finding of findings) {
    const text = document.createElement('span');
    text.className = 'text';
    text.append(...[...$('.what', finding.card).childNodes].map((node) => node.cloneNode(true)));
    const head = document.createElement('span');
    head.append($('.severity', finding.card).cloneNode(true), ' ', $('.kind', finding.card).cloneNode(true));
    finding.row = document.createElement('button');
    finding.row.type = 'button';
    finding.row.append($('.no', finding.card).cloneNode(true), head, text);
    finding.row.addEventListener('click', () => { openSide(false); choose(finding); });
    finding.item = document.createElement('li');
    finding.item.classList.toggle('waived', finding.waived);
    finding.item.append(finding.row);
    list.append(finding.item);
  }
  const nothing = document.createElement('li');
  nothing.className = 'none';
  nothing.innerHTML = '<span class="zh">没有符合条件的发现</span><span class="en" lang="en">No finding fits</span>';
  list.append(nothing);
  const map = $('#map');
  const drawMap = () => {
    map.replaceChildren(...walkable().filter((finding) => finding.docs.includes(String(active)) && docOf.get(finding.marks[0]) === active)
      .map((finding) => {
        finding.dot = document.createElement('i');
        finding.dot.className = finding.card.dataset.severity;
        finding.dot.style.top = `${finding.card.dataset.at * 100}%`;
        finding.dot.addEventListener('click', () => choose(finding));
        return finding.dot;
      }));
    markMap();
  };
  const markMap = () => {
    $('.current', map)?.classList.remove('current');
    current?.dot?.classList.add('current');
  };

  // --- filters and search ---
  const search = $('#search');
  const boxes = $$('[data-filter]');
  const wordsOf = (finding) => { finding.words ??= finding.card.textContent.toLowerCase(); return finding.words; };
  const fits = (finding, off, words) => {
    const { kind, severity, certain } = finding.card.dataset;
    return !off.has(`kind ${kind}`) && !off.has(`severity ${severity}`) && !off.has(`certain ${certain}`) &&
      !(finding.waived && off.has('waived 1')) && (finding.docs[0] === '' || finding.docs.some((doc) => !off.has(`docs ${doc}`))) &&
      words.every((word) => wordsOf(finding).includes(word));
  };
  const filter = () => {
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => `${box.dataset.filter} ${box.value}`));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let any = false;
    for (const finding of findings) {
      finding.shown = fits(finding, off, words);
      finding.card.hidden = finding.item.hidden = !finding.shown;
      any ||= finding.shown;
    }
    nothing.hidden = any || findings.length === 0;
    for (const mark of marks) {
      const on = findingsOf(mark).some((finding) => finding.shown);
      mark.classList.toggle('off', !on);
      mark.tabIndex = on ? 0 : -1;
    }
    if (current && !current.shown) choose(null);
    tell();
    drawMap();
    place();
  };
  for (const box of boxes) box.addEventListener('change', filter);
  search.addEventListener('input', filter);

  // --- tests that held ---
  const showHeld = $('#show-held');
  const tick = $('#tick');
  let held = null;
  const switchHeld = () => {
    root.classList.toggle('held', showHeld.checked);
    tick.hidden = true;
    if (held) return;
    held = JSON.parse($('#held').textContent);
    for (const number of $$('.h:not(.m)')) { number.tabIndex = 0; number.setAttribute('role', 'button'); }
  };
  const showTick = (number) => {
    if (!root.classList.contains('held')) return;
    tick.replaceChildren(...number.dataset.h.split(' ').slice(0, 12).map((index) => {
      const line = document.createElement('p');
      line.textContent = `✓ ${held[index][isEnglish() ? 1 : 0]} ${held[index][2]}`;
      return line;
    }));
    tick.hidden = false;
    const box = number.getBoundingClientRect();
    tick.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tick.offsetWidth - 16))}px`;
    tick.style.top = `${box.bottom + tick.offsetHeight + 12 < innerHeight ? box.bottom + 6 : box.top - tick.offsetHeight - 6}px`;
  };
  showHeld.addEventListener('change', switchHeld);
  addEventListener('scroll', () => { tick.hidden = true; }, { passive: true });
  document.addEventListener('pointerdown', (event) => { if (!event.target.closest('#tick, .h')) tick.hidden = true; });

  // --- list and filters as a drawer ---
  const side = $('#side');
  const openSide = (open) => {
    if (wide.matches) { if (open) side.focus(); return; }
    side.classList.toggle('open', open);
    $('#scrim').hidden = !open;
    $('#menu').setAttribute('aria-expanded', open);
    if (open) side.focus();
  };
  $('#menu').addEventListener('click', () => openSide(!side.classList.contains('open')));
  $('#scrim').addEventListener('click', () => openSide(false));

  // --- keys ---
  const help = $('#help');
  const escape = () => {
    if (!tick.hidden) tick.hidden = true;
    else if (side.classList.contains('open')) { openSide(false); $('#menu').focus(); }
    else if (current && current.card.contains(document.activeElement)) { currentMark?.focus({ preventScroll: true }); if (narrow.matches) choose(null); }
    else if (current) choose(null);
  };
  const keys = {
    j: () => walk(1), n: () => walk(1), k: () => walk(-1), p: () => walk(-1), o: otherPlace,
    f: () => openSide(wide.matches || !side.classList.contains('open')), '/': () => { openSide(true); search.focus(); },
    h: () => { showHeld.checked = !showHeld.checked; switchHeld(); }, d: switchTheme, l: switchLanguage, '?': () => help.showModal(), Escape: escape,
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const inField = event.target.matches('input[type=search]');
    if (inField && event.key !== 'Escape') return;
    if (inField) event.target.blur();
    if (event.key === 'Enter' || event.key === ' ') {
      if (event.target.matches('.m')) { event.preventDefault(); press(event.target, event.key === 'Enter'); }
      else if (event.target.matches('.h')) { event.preventDefault(); showTick(event.target); }
      else if (event.key === 'Enter' && event.target === document.body && current) { event.preventDefault(); current.card.focus({ preventScroll: true }); }
      return;
    }
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  $('#theme').addEventListener('click', switchTheme);
  $('#language').addEventListener('click', switchLanguage);
  $('#keys').addEventListener('click', () => help.showModal());
  $('#help-close').addEventListener('click', () => help.close());

  if (remembered('language') === 'en') switchLanguage();
  filter();
  const fromAddress = () => {
    const number = /^#f-(\d+)$/.exec(location.hash)?.[1];
    if (findings[number - 1]?.shown) choose(findings[number - 1]);
  };
  addEventListener('hashchange', fromAddress);
  fromAddress();
})();
