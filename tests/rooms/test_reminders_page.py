"""The page of reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jixiao.ledger.models import Channel, ChatRobot, Digest
from jixiao.people.models import Account, Organisation

pytestmark = pytest.mark.usefixtures("today")
PAGE = "/ledger/reminders/"
SECRET = "SECa0b1c2d3e4f5a6b7"
As = Callable[[Account], Client]


def text(client: Client) -> str:
    return client.get(PAGE).content.decode()


@pytest.fixture
def digest(head: Account) -> Iterator[Digest]:
    said = "【今天到期】\n1-1 第一季度　新建口袋公园　期限4月8日\n/ledger/cells/7/"
    made = {"subject": "绩效提醒：今天到期1项", "text": said, "lines": 1, "made_at": "2026-04-08T01:30:00Z"}
    yield Digest.objects.create(account=head, day=date(2026, 4, 8), **made)


def test_a_digest_is_shown_with_links_and_its_state(digest: Digest, as_: As, head: Account) -> None:
    digest.state, digest.trouble, digest.tries, digest.carried = "failed", "邮件没有发出：连不上。", 5, "wecom"
    digest.save()
    shown = text(as_(head))
    assert '<a href="/ledger/cells/7/">1-1 第一季度　新建口袋公园　期限4月8日</a>' in shown
    assert "发送失败" in shown
    assert "企业微信已送达；邮件没有发出：连不上。" in shown


def test_a_digest_cannot_smuggle_markup(digest: Digest, as_: As, head: Account) -> None:
    Digest.objects.update(text="<b>甲</b>\n/ledger/cells/7/")
    assert "<b>甲" not in text(as_(head))


def test_nobody_sees_another_s_digest(digest: Digest, as_: As, clerk: Account) -> None:
    assert "今天到期1项" not in text(as_(clerk))


def test_channels_are_saved_with_the_own_address(as_: As, head: Account) -> None:
    client = as_(head)
    answer = client.post(f"{PAGE}channels/", {"email": "lu@example.org", "by_mail": "on"}, follow=True)
    assert "提醒方式已保存。" in answer.content.decode()
    head.refresh_from_db()
    assert (head.email, head.channel.by_mail, head.channel.by_chat) == ("lu@example.org", True, False)


def test_a_wrong_address_is_said_and_nothing_typed_is_lost(as_: As, head: Account) -> None:
    answer = as_(head).post(f"{PAGE}channels/", {"email": "lu-at-example", "by_mail": "on"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "邮箱地址的格式不对" in shown
    assert 'value="lu-at-example"' in shown


def test_the_feed_s_address_is_shown_once(as_: As, head: Account) -> None:
    client = as_(head)
    shown = client.post(f"{PAGE}feed/", {"want": "renew"}, follow=True).content.decode()
    assert "http://testserver/ledger/feed/" in shown
    assert "/ledger/feed/" not in text(client)
    client.post(f"{PAGE}feed/", {"want": "stop"})
    assert Channel.objects.get(account=head).feed is None


def test_a_robot_s_secrets_are_never_shown_again(as_: As, clerk: Account, agency: Organisation) -> None:
    client = as_(clerk)
    given = {"kind": "dingtalk", "token": "a1b2c3d4e5f6a7b8", "secret": SECRET, "active": "on", "want": "save"}
    shown = client.post(f"{PAGE}robots/", given, follow=True).content.decode()
    assert "钉钉机器人已保存。" in shown
    assert "••••a7b8" in shown
    assert [secret for secret in (given["token"], SECRET) if secret in shown] == []
    client.post(f"{PAGE}robots/", {"kind": "dingtalk", "token": "", "secret": "", "want": "save"})
    robot = ChatRobot.objects.get(organisation=agency)
    assert (robot.token, robot.secret, robot.active) == (given["token"], SECRET, False)


def test_a_test_message_that_does_not_arrive_says_why(
    as_: As, clerk: Account, agency: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jixiao.ledger import sending

    def refuse(*_: object) -> None:
        raise sending.Unsent("企业微信没有送达：invalid webhook url（93000）")

    monkeypatch.setattr(sending, "send_chat", refuse)
    ChatRobot.objects.create(organisation=agency, kind="wecom", token="a1b2")
    answer = as_(clerk).post(f"{PAGE}robots/", {"kind": "wecom", "want": "test"})
    assert answer.status_code == 409
    assert "invalid webhook url（93000）" in answer.content.decode()


def test_robots_are_set_by_the_performance_office_only(as_: As, head: Account, clerk: Account) -> None:
    assert "本单位的群机器人" in text(as_(clerk))
    assert "本单位的群机器人" not in text(as_(head))
    assert as_(head).post(f"{PAGE}robots/", {"kind": "wecom", "token": "x"}).status_code == 404


def test_the_page_asks_few_statements(
    digest: Digest, as_: As, clerk: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(clerk)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
