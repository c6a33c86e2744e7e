"""What the browser tests do on a page."""

from __future__ import annotations

from playwright.sync_api import Browser, Page


class Desk:
    """Opens pages signed in as somebody, and collects what the browser complained about."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.complaints: list[str] = []

    def open(self, who: str | None, *, width: int = 1366, height: int = 768, script: bool = True) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            java_script_enabled=script,
            base_url=self.site,
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("request", lambda asked: asked.url.startswith(self.site) or self.complaints.append(asked.url))
        page.goto(f"{self.site}/sign-in/")
        if who is not None:
            page.get_by_label("用户名").fill(who)
            page.get_by_label("密码").fill("jixiao-demo")
            page.get_by_role("button", name="登录").click()
        return page
