"""Takes the pictures of docs/images from the demo: desktop and phone. Needs the environment of ./run test and Chromium.

.venv/bin/python tools/screenshots.py [FOLDER]
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin
from urllib.request import urlopen

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SAMPLE = ROOT / "src" / "jixiao" / "site" / "demo" / "plan.txt"
SIZES = {"desktop": (1366, 768), "phone": (360, 740)}
PASSWORD = "jixiao-demo"
LIVED = 1  # the demo's plan that went through its year
PAGES = {
    "stages": f"plans/{LIVED}/stages/",
    "versions": f"plans/{LIVED}/versions/1/2/",
    "cascade": f"plans/{LIVED}/cascade/",
    "coverage": f"plans/{LIVED}/coverage/",
    "public": "public/plans/2/",
    "ledger": f"ledger/plans/{LIVED}/",
    "heat": f"ledger/plans/{LIVED}/heat/",
    "timeline": f"ledger/plans/{LIVED}/timeline/",
    "tasks": f"ledger/plans/{LIVED}/tasks/",
    "directives": f"ledger/plans/{LIVED}/directives/",
    "analysis": f"ledger/plans/{LIVED}/analyses/3/",
    "warnings": f"ledger/plans/{LIVED}/warnings/",
    "evidence": "ledger/evidence/",
}
OPENED = {  # a page, the first link on it that leads to the one in the picture, what of that to scroll to
    "trend": (f"ledger/plans/{LIVED}/", "#main table.ledger td.c-text a", ".trends"),
    "cell": (f"ledger/plans/{LIVED}/heat/", "svg.heat a:has-text('滞后')", "h1"),
    "directive": (f"ledger/plans/{LIVED}/directives/", "a[href^='/ledger/directives/']", "h1"),
    "meeting": (f"ledger/plans/{LIVED}/meetings/", "#main td a[href^='/ledger/meetings/']", "h1"),
}
SCORED = {  # by whom; a page, the links that lead on from it one after another, what of the last page to scroll to
    "clerk": {
        "result": ("scores/", ("main a[href*='/results/']",), "h1"),
        "waterfall": ("scores/", ("main a[href*='/results/']",), "svg.waterfall:visible"),
        "score-forecast": ("scores/forecast/", (), "h1"),
        "self-sheet": ("evaluations/", ("main a[href$='/self/']",), "h1"),
        "bonus": ("evaluations/bonus/", ("main table a",), "h1"),
    },
    "upper": {
        "composition": ("scores/compositions/", ("main table a[href*='/compositions/']",), "h1"),
        "scheme": ("scores/schemes/", ("main table a",), "h1"),
        "fairness": ("scores/fairness/", (), "h1"),
        "side-by-side": ("evaluations/", ("main a:has-text('同类复核')", "main a[href*='/review/']"), "h1"),
    },
    "inspector": {
        "finding": (
            "evaluations/inspections/",
            ("main table a", "main a[href*='/objects/']", "main a[href$='/new/']"),
            "h1",
        ),
    },
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


Take = Callable[[str], None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo() -> Iterator[str]:
    """The running demo's address. Raises RuntimeError when it does not answer within five minutes."""
    port = free_port()
    with TemporaryDirectory() as home:
        command = [sys.executable, "-m", "jixiao.site.cli", "demo", "--port", str(port)]
        server = subprocess.Popen(command, env={**os.environ, "JIXIAO_HOME": home}, cwd=home, stdout=subprocess.DEVNULL)
        try:
            yield answered(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait(timeout=20)


def answered(address: str) -> str:
    for _ in range(600):
        try:
            with urlopen(address, timeout=5):
                return address
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"no answer from {address}")


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}sign-in/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state("networkidle")


@contextmanager
def opened(browser: Browser, size: str) -> Iterator[Page]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    yield context.new_page()
    context.close()


def pictures_of_a_head(page: Page, address: str, take: Take) -> None:
    sign_in(page, address, "head")
    page.goto(f"{address}ledger/mine/")
    take("ledger-mine")


def pictures_of_a_clerk(page: Page, address: str, take: Take, size: str) -> None:
    page.goto(f"{address}sign-in/")
    take("sign-in")
    sign_in(page, address, "clerk")
    take("desk")
    page.goto(f"{address}plans/{LIVED}/")
    take("plan")
    page.locator("#table tbody a").first.click()
    take("indicator")
    for name, where in PAGES.items():
        page.goto(f"{address}{where}")
        take(name)
    for name, (where, link, shown) in OPENED.items():
        page.goto(f"{address}{where}")
        page.goto(urljoin(page.url, str(page.locator(link).first.get_attribute("href"))))
        page.locator(shown).first.scroll_into_view_if_needed()
        take(name)
    page.goto(f"{address}plans/")
    page.get_by_role("link", name="2027年度").first.click()
    tabs = page.get_by_role("navigation", name="方案页面")
    tabs.get_by_role("link", name="编制").click()
    take("draft")
    tabs.get_by_role("link", name="互审").click()
    take("reviews")
    page.goto(f"{address}plans/import/")
    page.locator("input[type=file]").set_input_files(variant(size))
    page.get_by_role("button", name="上传并读取").click()
    take("review")


def pictures_of_scores(page: Page, address: str, take: Take, who: str) -> None:
    sign_in(page, address, who)
    for name, (where, links, shown) in SCORED[who].items():
        page.goto(f"{address}{where}")
        for link in links:
            page.goto(urljoin(page.url, str(page.locator(link).first.get_attribute("href"))))
        page.locator(shown).first.evaluate("shown => shown.tagName === 'H1' || shown.scrollIntoView({block: 'center'})")
        take(name)


def picture_of_what_if(page: Page, address: str, take: Take) -> None:
    """What lost most, supposed to have been better."""
    sign_in(page, address, "clerk")
    page.goto(f"{address}scores/")
    for link in ("main a[href*='/results/']", "main a[href*='/what-if/?add=']"):
        page.goto(urljoin(page.url, str(page.locator(link).first.get_attribute("href"))))
    page.locator("main form input[inputmode=decimal]").first.fill("95")
    page.get_by_role("button", name="试算").click()
    take("what-if")


def shot(page: Page, folder: Path, size: str, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{name}-{size}.png")


def variant(size: str) -> FilePayload:
    """The sample once more, one line longer: the same bytes would be recognised and not imported again."""
    text = f"{SAMPLE.read_text(encoding='utf-8')}\n{size}\n"
    return {"name": "plan.txt", "mimeType": "text/plain", "buffer": text.encode()}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium was not found on the PATH.")
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for size in SIZES:
            with opened(browser, size) as page:
                pictures_of_a_clerk(page, address, partial(shot, page, folder, size), size)
            with opened(browser, size) as page:
                pictures_of_a_head(page, address, partial(shot, page, folder, size))
            for who in SCORED:
                with opened(browser, size) as page:
                    pictures_of_scores(page, address, partial(shot, page, folder, size), who)
            with opened(browser, size) as page:
                picture_of_what_if(page, address, partial(shot, page, folder, size))
        browser.close()
    print("\n".join(str(path) for path in sorted(folder.glob("*.png"))))


if __name__ == "__main__":
    main()
