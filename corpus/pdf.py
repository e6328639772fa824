"""Set a manuscript as PDF with typst, or as a scan: pictures of its pages without any text."""

import io
import json
import random
import time
from importlib.resources import files

from corpus.house import setting
from corpus.manuscript import Manuscript

_SCALE = 2


def pdf(manuscript: Manuscript) -> bytes:
    import typst

    return typst.compile(
        files("corpus").joinpath("house.typ").read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(setting(manuscript), ensure_ascii=False)},
        timestamp=0,
    )


def scan(printed: bytes) -> bytes:
    """What a copier makes of a printed document: grey, a little skewed, with specks."""
    import pypdfium2
    from PIL import Image

    noise = random.Random(7)  # noqa: S311 - specks, and the same ones at every build
    pages = []
    for page in pypdfium2.PdfDocument(printed):
        picture = page.render(scale=_SCALE).to_pil().convert("L")
        picture = picture.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=250)
        for _ in range(120):
            speck = noise.randrange(picture.width), noise.randrange(picture.height)
            picture.putpixel(speck, noise.randrange(90, 200))
        pages.append(picture)
    target = io.BytesIO()
    dates = {"creationDate": time.gmtime(0), "modDate": time.gmtime(0)}
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=72 * _SCALE, quality=45, **dates)
    return target.getvalue()
