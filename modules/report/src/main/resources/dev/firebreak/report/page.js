'use strict';
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const findings = JSON.parse($('#findings').textContent);

  // Theme: automatic, light, dark. Where a page may not remember, it forgets.
  const theme = $('#theme');
  const themes = ['automatic', 'light', 'dark'];
  const remember = {
    get() { try { return localStorage.getItem('theme'); } catch { return null; } },
    set(name) { try { localStorage.setItem('theme', name); } catch { /* forgets */ } },
  };
  function show(name) {
    document.documentElement.style.colorScheme = name === 'automatic' ? '' : name;
    theme.textContent = `Theme: ${name}`;
    theme.dataset.name = name;
  }
  show(themes.includes(remember.get()) ? remember.get() : 'automatic');
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const next = themes[(themes.indexOf(theme.dataset.name) + 1) % themes.length];
    show(next);
    remember.set(next);
  });

  // Opening: all, none, or the one that the address names.
  const faults = $$('details.fault');
  $('#tools').hidden = false;
  $('#save').hidden = false;
  $('#open').addEventListener('click', () => faults.forEach(fault => { fault.open = true; }));
  $('#close').addEventListener('click', () => faults.forEach(fault => { fault.open = false; }));
  $('#save').addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([$('#findings').textContent], {type: 'application/json'}));
    link.download = 'report.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  function named() {
    const fault = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (fault?.matches('details.fault')) {
      fault.open = true;
      fault.scrollIntoView();
    }
  }
  addEventListener('hashchange', named);

  // Timelines: drawn when they are seen first, and again when their width changes.
  const KINDS = {WORK: 'a sibling’s work', FAULT: 'the faulty task', STUCK: 'the faulty task, which did not end', START: 'being started', DOWN: 'ended'};
  const HAPPENINGS = {FAULT: 'the fault', NOTICED: 'noticed', KILL: 'kill sent', DEATH: 'a JVM has ended', BACK: 'takes work again'};
  const LANE = 24, BAR = 16, TOP = 26, BOTTOM = 20, LEFT = 66, RIGHT = 12, FLAG = 16;
  const time = ms => Math.abs(ms) < 9.95 ? `${ms.toFixed(1)} ms` : Math.abs(ms) < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
  const cut = (text, length) => text.length > length ? `${text.slice(0, length - 1)}…` : text;

  const tip = document.body.appendChild(document.createElement('div'));
  tip.className = 'tip';
  tip.hidden = true;
  function tell(selection, words) {
    selection
      .on('pointerenter pointermove', (event, d) => {
        tip.textContent = words(d);
        tip.hidden = false;
        const right = scrollX + document.documentElement.clientWidth;
        tip.style.left = `${Math.max(scrollX, Math.min(event.pageX + 12, right - tip.offsetWidth - 4))}px`;
        tip.style.top = `${event.pageY + 16}px`;
      })
      .on('pointerleave', () => { tip.hidden = true; });
  }

  const last = home => d3.max([
    ...home.lanes.flatMap(lane => lane.spans.map(span => span.toMs)),
    ...home.marks.map(mark => mark.ms)]) || 1;

  /** The time in which something happens: what lies between the fault and the last mark, with some air. */
  function around(home) {
    if (home.marks.length < 2) {
      return null;
    }
    const [from, to] = d3.extent(home.marks, mark => mark.ms);
    const air = Math.max(1, (to - from) * 0.15);
    return [Math.max(0, from - air), to + air];
  }

  function timeline(box, fault, home, index) {
    const whole = [0, d3.max(fault.homes.filter(each => each.ran), last)];
    const near = around(home);
    const state = {near: false};
    const lanes = home.lanes;
    const height = TOP + lanes.length * LANE + BOTTOM;
    const svg = d3.select(box).append('svg').attr('role', 'img').attr('height', height)
      .attr('aria-label', `Timeline of ${fault.title} in ${home.home}: ${lanes.length} workers over ${time(whole[1])}. What happened when is listed below.`);
    const clip = `clip-${index}`;
    const window = svg.append('clipPath').attr('id', clip).append('rect').attr('x', LEFT).attr('height', height);
    const axis = svg.append('g').attr('transform', `translate(0,${height - BOTTOM})`);
    const names = svg.append('g');
    const pause = svg.append('g').attr('clip-path', `url(#${clip})`).append('rect').attr('class', 'pause').attr('rx', 3);
    const spans = svg.append('g').attr('clip-path', `url(#${clip})`);
    const marks = svg.append('g');
    const seen = new Set(lanes.flatMap(lane => lane.spans.map(span => span.kind)));
    const kinds = d3.select(box).append('ul').attr('class', 'kinds');
    for (const kind of Object.keys(KINDS).filter(each => seen.has(each))) {
      const item = kinds.append('li');
      item.append('svg').attr('width', 14).attr('height', 11).attr('aria-hidden', 'true')
        .append('rect').attr('class', kind).attr('x', 0.5).attr('y', 0.5).attr('width', 13).attr('height', 10).attr('rx', 2);
      item.append('span').text(` ${KINDS[kind]}`);
    }
    if (near && near[1] - near[0] < 0.6 * whole[1]) {
      const zoom = d3.select(box).append('div').attr('class', 'zoom').attr('role', 'group').attr('aria-label', 'Part of the timeline');
      for (const [text, value] of [['Whole run', false], ['Around the fault', true]]) {
        zoom.append('button').attr('type', 'button').attr('aria-pressed', String(value === state.near)).text(text)
          .on('click', function () {
            state.near = value;
            zoom.selectAll('button').attr('aria-pressed', 'false');
            this.setAttribute('aria-pressed', 'true');
            paint();
          });
      }
    }
    const rows = lanes.flatMap((lane, row) => lane.spans.map(span => ({...span, row, lane: lane.name})));
    const row = new Map(lanes.map((lane, i) => [lane.name, i]));
    const begin = home.marks.find(mark => mark.kind === 'FAULT');
    const lost = home.siblings.failed + home.siblings.unfinished > 0;
    if (begin && (home.continuedMs !== undefined || lost)) {
      const span = home.continuedMs === undefined ? 'the pause, which did not end' : `the pause, ${time(home.continuedMs)}`;
      const item = kinds.append('li');
      item.append('svg').attr('width', 14).attr('height', 11).attr('aria-hidden', 'true')
        .append('rect').attr('class', 'pause').attr('x', 0.5).attr('y', 0.5).attr('width', 13).attr('height', 10).attr('rx', 2);
      item.append('span').text(` ${span}`);
      pause.datum(span).call(tell, each => each);
    }

    function paint() {
      const width = Math.max(240, Math.floor(box.clientWidth));
      const x = d3.scaleLinear(state.near ? near : whole, [LEFT, width - RIGHT]);
      svg.attr('width', width).attr('viewBox', `0 0 ${width} ${height}`);
      window.attr('width', width - LEFT - RIGHT + 2);
      axis.call(d3.axisBottom(x).ticks(Math.max(2, Math.floor((width - LEFT) / 80))).tickSizeOuter(0).tickSizeInner(-lanes.length * LANE).tickPadding(5)
        .tickFormat(ms => whole[1] >= 2000 && !state.near ? `${+(ms / 1000).toFixed(2)} s` : `${d3.format(',')(ms)} ms`));
      if (pause.datum()) {
        const at = row.get(begin.lane) ?? 0;
        const [from, to] = [x(begin.ms), home.continuedMs === undefined ? width - RIGHT : x(begin.ms + home.continuedMs)];
        pause.attr('x', from - 2).attr('width', to - from + 4).attr('y', TOP + at * LANE).attr('height', row.has(begin.lane) ? LANE : lanes.length * LANE);
      }
      names.selectAll('text').data(lanes).join('text').attr('x', 0).attr('y', (_, i) => TOP + i * LANE + LANE / 2 + 4)
        .text(lane => cut(lane.name, 10)).call(tell, lane => lane.name);
      const visible = rows.filter(span => span.toMs >= x.domain()[0] && span.fromMs <= x.domain()[1]);
      const left = span => Math.max(LEFT, x(span.fromMs));
      const wide = span => Math.max(1.5, Math.min(width - RIGHT, x(span.toMs)) - left(span) - 1);
      spans.selectAll('rect').data(visible).join('rect').attr('class', span => span.kind).attr('rx', 2)
        .attr('x', left).attr('width', wide).attr('y', span => TOP + span.row * LANE + (LANE - BAR) / 2).attr('height', BAR)
        .call(tell, span => `${span.lane}: ${KINDS[span.kind]}${span.label ? `, ${cut(span.label, 120)}` : ''}\n${time(span.fromMs)} to ${time(span.toMs)}, ${time(span.toMs - span.fromMs)}`);
      spans.selectAll('text').data(visible.filter(span => span.kind === 'WORK' && span.label && wide(span) > span.label.length * 6.2 + 8)).join('text')
        .attr('class', 'label').attr('x', span => left(span) + 5).attr('y', span => TOP + span.row * LANE + LANE / 2 + 4).text(span => span.label);
      flags(x, width);
    }

    /** A flag for each mark, in a row above the lanes; those that would touch step aside, and equal ones share one. */
    function flags(x, width) {
      const shown = [];
      for (const mark of d3.sort(home.marks, each => each.ms).filter(each => each.ms >= x.domain()[0] && each.ms <= x.domain()[1])) {
        const before = shown.at(-1);
        if (before && before.kind === mark.kind && x(mark.ms) - x(before.all.at(-1).ms) < FLAG) {
          before.all.push(mark);
        } else {
          shown.push({kind: mark.kind, at: x(mark.ms), all: [mark]});
        }
      }
      shown.forEach((flag, i) => { flag.x = Math.max(flag.at, LEFT + 4, i ? shown[i - 1].x + FLAG : 0); });
      for (let i = shown.length - 1, most = width - 9; i >= 0; i--, most = shown[i + 1].x - FLAG) {
        shown[i].x = Math.min(shown[i].x, most);
      }
      const line = mark => {
        const at = row.has(mark.lane) ? row.get(mark.lane) : -1;
        return {x: x(mark.ms), from: at < 0 ? TOP : TOP + at * LANE + 1, to: at < 0 ? TOP + lanes.length * LANE : TOP + (at + 1) * LANE - 1};
      };
      marks.selectAll('g').data(shown).join(enter => {
        const g = enter.append('g');
        g.append('path');
        g.append('line').attr('class', 'leader');
        g.append('circle').attr('r', 7.5).attr('cy', 9);
        g.append('text').attr('y', 12.6);
        return g;
      }).attr('class', flag => `mark ${flag.kind.toLowerCase()}`).each(function (flag) {
        const g = d3.select(this);
        const lines = flag.all.map(line);
        g.select('path').attr('d', `M${flag.x},16L${flag.at},${TOP}` + lines.map(l => `M${l.x},${l.from}V${l.to}`).join(''));
        g.select('line').attr('x1', flag.at).attr('x2', flag.at).attr('y1', TOP).attr('y2', d3.max(lines, l => l.from));
        g.select('circle').attr('cx', flag.x);
        g.select('text').attr('x', flag.x).text(flag.kind[0]);
        g.call(tell, each => each.all.map(mark => `${time(mark.ms)} ${HAPPENINGS[mark.kind]}${mark.lane ? `, ${mark.lane}` : ''}${mark.label ? `: ${cut(mark.label, 120)}` : ''}`).join('\n'));
      });
    }

    paint();
    let width = box.clientWidth;
    new ResizeObserver(() => {
      if (box.clientWidth && box.clientWidth !== width) {
        width = box.clientWidth;
        paint();
      }
    }).observe(box);
  }

  let drawn = 0;
  function draw(details) {
    for (const box of $$('.timeline:empty', details)) {
      const fault = findings.faults[box.dataset.fault];
      const home = fault?.homes[box.dataset.run];
      if (home) {
        timeline(box, fault, home, drawn++);
      }
    }
  }
  faults.forEach(fault => {
    fault.addEventListener('toggle', () => fault.open && draw(fault));
    if (fault.open) {
      draw(fault);
    }
  });
  named();
})();
