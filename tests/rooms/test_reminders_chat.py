"""Chat robots: what arrives at DingTalk, WeCom and Feishu, and what counts as arrived. A server of the tests' own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from jixiao.ledger.models import ChatRobot
from jixiao.ledger.sending import Unsent, masked, send_chat

pytest.importorskip("apprise", reason="apprise is not installed")
TOKEN, SECRET = "a1b2c3d4e5f6a7b8", "SECa0b1c2d3e4f5a6b7"
GOOD = {"dingtalk": {"errcode": 0, "errmsg": "ok"}, "wecom": {"errcode": 0, "errmsg": "ok"}, "feishu": {"code": 0}}
BAD = {
    "dingtalk": {"errcode": 310000, "errmsg": f"sign not match {SECRET}"},
    "wecom": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "feishu": {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"},
}


@dataclass
class Service:
    """The service as a robot meets it: what it was asked, and what it answers."""

    port: int = 0
    answer: dict[str, object] = field(default_factory=dict)
    status: int = 200
    asked: list[tuple[str, dict[str, list[str]], dict[str, dict[str, str]]]] = field(default_factory=list)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    known = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            where = urlsplit(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.asked.append((where.path, parse_qs(where.query), json.loads(body)))
            said = json.dumps(known.answer).encode()
            self.send_response(known.status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _point_at(known.port, monkeypatch)
    yield known
    server.shutdown()
    server.server_close()


def _point_at(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugins' own addresses, at this machine."""
    from apprise.plugins.dingtalk import NotifyDingTalk
    from apprise.plugins.feishu import NotifyFeishu
    from apprise.plugins.wecombot import NotifyWeComBot

    for plugin, tail in (
        (NotifyDingTalk, "robot/send?access_token={token}"),
        (NotifyWeComBot, "cgi-bin/webhook/send?key={key}"),
        (NotifyFeishu, "open-apis/bot/v2/hook/{token}"),
    ):
        monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{port}/{tail}")


def robot(kind: str, secret: str = "") -> ChatRobot:
    return ChatRobot(kind=kind, token=TOKEN, secret=secret)


def test_dingtalk_gets_text_token_and_a_signature_that_it_would_accept(service: Service) -> None:
    service.answer = GOOD["dingtalk"]
    send_chat(robot("dingtalk", SECRET), "绩效提醒：今天到期2项")
    ((path, query, body),) = service.asked
    assert (path, query["access_token"], body["msgtype"]) == ("/robot/send", [TOKEN], "text")
    assert body["text"]["content"] == "绩效提醒：今天到期2项"
    signed = f"{query['timestamp'][0]}\n{SECRET}".encode()
    wanted = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert query["sign"] == [wanted]  # as the service reads it: decoded once


def test_wecom_gets_text_under_its_key(service: Service) -> None:
    service.answer = GOOD["wecom"]
    send_chat(robot("wecom"), "绩效提醒")
    ((path, query, body),) = service.asked
    assert (path, query, body) == (
        "/cgi-bin/webhook/send",
        {"key": [TOKEN]},
        {"msgtype": "text", "text": {"content": "绩效提醒"}},
    )


def test_feishu_gets_text_under_its_token(service: Service) -> None:
    service.answer = GOOD["feishu"]
    send_chat(robot("feishu"), "绩效提醒")
    ((path, _, body),) = service.asked
    assert (path, body["content"]) == (f"/open-apis/bot/v2/hook/{TOKEN}", {"text": "绩效提醒"})


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_a_refusal_under_status_200_is_no_delivery_and_its_reason_is_told(service: Service, kind: str) -> None:
    """All three services answer so; the library alone would call it delivered."""
    service.answer = BAD[kind]
    with pytest.raises(Unsent) as unsent:
        send_chat(robot(kind, SECRET), "绩效提醒")
    number = BAD[kind].get("errcode") or BAD[kind]["code"]
    assert f"（{number}）" in str(unsent.value)
    assert SECRET not in str(unsent.value)


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_an_error_of_the_server_is_no_delivery(service: Service, kind: str) -> None:
    service.answer, service.status = GOOD[kind], 502
    with pytest.raises(Unsent):
        send_chat(robot(kind), "绩效提醒")


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_nobody_there_is_no_delivery(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _point_at(9, monkeypatch)  # nobody listens on this port
    with pytest.raises(Unsent, match="没有连上"):
        send_chat(robot(kind), "绩效提醒")


def test_a_token_of_the_wrong_form_is_said(service: Service) -> None:
    with pytest.raises(Unsent, match="格式不对"):
        send_chat(ChatRobot(kind="dingtalk", token="有空格 的"), "绩效提醒")
    assert service.asked == []


def test_a_secret_is_shown_by_its_end_only() -> None:
    assert (masked(SECRET), masked("short"), masked("")) == ("••••a6b7", "••••", "")
