"""Finds what makes a page scroll sideways on the narrowest phone, and targets too small to hit there or at a desk."""

from __future__ import annotations

from playwright.sync_api import Page, ViewportSize

NARROWEST, DESK = 320, 1440
SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return [];
  const named = (one) => `${one.localName} ${one.className} in ${one.parentElement.className}`;
  const all = [...document.body.querySelectorAll('*')];
  const out = all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth);
  const deepest = out.filter((one) => ![...one.children].some((child) => out.includes(child)));
  return [`${wide} px wide: ${[...new Set(deepest.map(named))].slice(0, 4).join(', ')}`];
}"""
# WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, except within a sentence or a run of text, whose lines set the height.
SMALL = """() => {
  const isInline = (one) => getComputedStyle(one).display === 'inline';
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.skips, .unseen, [inert]');
  const all = document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])');
  return [...all].filter((one) => isSeen(one) && !isInline(one)).flatMap((one) => {
    const target = one.matches('input[type=checkbox], input[type=radio]') ? one.labels[0] : one;
    const { width, height } = target.getBoundingClientRect();
    const isLarge = width >= 23.9 && height >= 23.9;
    return isLarge ? [] : [`${width} by ${height} px: ${one.localName} ${one.className} ${one.textContent.trim()}`];
  });
}"""

# Browsers lay a page out anew before they tell its scripts; by the second frame they have told them. Without scripts
# there is nobody to tell, and no frame is ever reported.
TWO_FRAMES = """() => matchMedia('(scripting: none)').matches
  || new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen())))"""


def resize(page: Page, size: dict[str, int]) -> None:
    """Gives the window another size; the page's scripts have seen it when this returns."""
    page.set_viewport_size(ViewportSize(width=size["width"], height=size["height"]))
    page.evaluate(TWO_FRAMES)


def findings(page: Page) -> list[str]:
    """What is wrong with the page at either width, its skip links on the phone one after the other included."""
    resize(page, {"width": DESK, "height": 900})
    found: list[str] = page.evaluate(SMALL)
    resize(page, {"width": NARROWEST, "height": 640})
    found += [*page.evaluate(SIDEWAYS), *page.evaluate(SMALL)]
    for skip in page.locator("body:not(:has(dialog[open])) .skip").all():
        skip.focus()
        box = skip.bounding_box()
        if not box or box["x"] < 0 or box["x"] + box["width"] > NARROWEST or box["y"] < 0:
            found.append(f"{skip.text_content()}: {box}")
        found += page.evaluate(SIDEWAYS)
    return found
