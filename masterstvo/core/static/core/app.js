/* Enhancements. Everything that matters works without this file. */
(function () {
  var d = document, r = d.documentElement, kinds = ['theme', 'size', 'contrast'];
  function mark() { d.querySelectorAll('[data-view]').forEach(function (b) { var p = b.dataset.view.split('='); b.setAttribute('aria-pressed', String((r.dataset[p[0]] || '') === p[1])) }) }
  /* The same cookie that the server writes when the form is sent without this file. */
  function keep() {
    var chosen = kinds.filter(function (k) { return r.dataset[k] }).map(function (k) { return k + '=' + r.dataset[k] }).join('&');
    d.cookie = 'view=' + encodeURIComponent(chosen) + '; path=/; max-age=31536000; samesite=lax' + (location.protocol === 'https:' ? '; secure' : '');
  }
  d.addEventListener('click', function (e) {
    var b = e.target.closest('[data-view]'); if (!b) return; e.preventDefault();
    var p = b.dataset.view.split('='); if (p[1]) r.dataset[p[0]] = p[1]; else delete r.dataset[p[0]];
    keep(); mark();
  });
  d.addEventListener('keydown', function (e) {
    if (e.key === '/' && !/INPUT|TEXTAREA|SELECT/.test(e.target.tagName)) { var f = d.getElementById('find'); if (f) { e.preventDefault(); f.focus() } }
    if (e.key === 'Escape' && location.hash === '#nav') location.hash = '#main';
    if (e.key === 'Escape') { var v = e.target.closest && e.target.closest('details.view[open]'); if (v) { v.open = false; v.querySelector('summary').focus() } }
  });
  d.addEventListener('click', function (e) { var t = e.target.closest('[data-peek]'); if (!t) return; var i = d.getElementById(t.dataset.peek), on = i.type === 'password'; i.type = on ? 'text' : 'password'; t.setAttribute('aria-pressed', on) });
  d.addEventListener('click', function (e) { if (e.target.closest('[data-print]')) print() });
  function still(root) { root.querySelectorAll('.scroll[tabindex]').forEach(function (x) { if (x.scrollWidth <= x.clientWidth) { x.removeAttribute('tabindex'); x.removeAttribute('role'); x.removeAttribute('aria-label') } }) }
  still(d);
  /* After a swap the focus goes to the first wrong field, else to the first field, else to the changed row. */
  d.addEventListener('htmx:afterSwap', function (e) {
    var n = e.detail.target.isConnected ? e.detail.target : d.getElementById(e.detail.target.id); if (!n) return;
    still(n.parentNode || d);
    if (d.activeElement && d.activeElement !== d.body) return; /* whoever is still typing keeps the focus */
    var f = n.querySelector('[aria-invalid=true]') || n.querySelector('input:not([type=hidden]), select, textarea');
    if (f) f.focus(); else { if (!n.hasAttribute('tabindex')) n.setAttribute('tabindex', '-1'); n.focus({ preventScroll: true }) }
  });
})();
