"""What a reporter does with pictures at the desk, and the files that the tests use for it."""

from __future__ import annotations

import base64
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect

from blog.demo import pictures
from tests import hostile_files

# As a program, or the desktop, hands over files: Playwright has no words for dropping and pasting them.
HAND_OVER = """(target, { event, files }) => {
  const data = new DataTransfer();
  for (const { name, type, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  const kinds = { paste: ClipboardEvent, drop: DragEvent, dragover: DragEvent };
  const given = event === 'paste' ? { clipboardData: data } : { dataTransfer: data };
  const made = new kinds[event](event, { bubbles: true, cancelable: true, ...given });
  target.dispatchEvent(made);
}"""


@cache
def picture(name: str) -> FilePayload:
    """A drawing of the demonstration as a file."""
    return {"name": f"{name}.webp", "mimeType": "image/webp", "buffer": pictures.draw(name)}


@cache
def camera_file() -> FilePayload:
    """As a camera makes it: 12 megapixels, several megabytes."""
    noise = Image.effect_noise((1000, 750), 60).resize((4000, 3000), Image.Resampling.BILINEAR)
    photo = Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT), noise))
    ImageDraw.Draw(photo).rectangle((400, 400, 1400, 1200), fill="#a8322b")
    made = BytesIO()
    photo.save(made, "JPEG", quality=92)
    return {"name": "DSC_0001.JPG", "mimeType": "image/jpeg", "buffer": made.getvalue()}


@cache
def document(name: str = "communique.pdf") -> FilePayload:
    """A PDF, or else a text."""
    is_pdf = name.endswith(".pdf")
    data = hostile_files.pdf() if is_pdf else b"Both sides met."
    return {"name": name, "mimeType": "application/pdf" if is_pdf else "text/plain", "buffer": data}


def choose_document(page: Page, name: str = "communique.pdf") -> None:
    """By the button *Document*."""
    page.get_by_label("Document", exact=True).set_input_files(document(name))


def choose(page: Page, *names: str) -> None:
    """By the button *Picture*."""
    chooser(page).set_input_files([picture(name) for name in names])


def chooser(page: Page) -> Locator:
    return page.locator("input[type=file][multiple][data-pictures]")


def hand_over(target: Locator, event: str, *files: FilePayload) -> None:
    """Drops files on an element, or pastes them into it."""
    given = [
        {"name": each["name"], "type": each["mimeType"], "base64": base64.b64encode(each["buffer"]).decode()}
        for each in files
    ]
    target.evaluate(HAND_OVER, {"event": event, "files": given})


def rows(page: Page) -> Locator:
    """The pictures of the text."""
    return page.locator("[data-tray-list] > li")


def expect_there(page: Page, count: int) -> None:
    """The server has so many pictures of the text, and none is on its way."""
    expect(page.locator("[data-tray-list] > [data-state=there]")).to_have_count(count)
    expect(rows(page)).to_have_count(count)


def alt(page: Page, number: int = 0) -> Locator:
    """The field that says what a picture shows."""
    return rows(page).nth(number).get_by_label("What it shows")


def source(page: Page, number: int = 0) -> Locator:
    """The field that says where a document was taken from."""
    return rows(page).nth(number).get_by_label("Where it was taken from")


def ids(page: Page) -> list[str]:
    """The ids of the pictures, in their order."""
    return [str(each) for each in rows(page).evaluate_all("all => all.map((row) => row.dataset.key)")]
