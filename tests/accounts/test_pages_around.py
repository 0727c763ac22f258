"""What stands around every page: menu, person, headers, and the pages that say what went wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from perfgoals.accounts.models import User
from perfgoals.urls import urlpatterns as site
from tests.cast import Cast, client_of

PROBLEMS = {"403": PermissionDenied("只有经办岗可以修改。"), "404": Http404(), "400": BadRequest(), "500": ZeroDivisionError()}


def fail(request: HttpRequest, what: str) -> HttpResponse:
    raise PROBLEMS[what]


def relaxed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Content-Security-Policy": "sandbox"})


urlpatterns = [*site, path("fail/<what>/", fail), path("relaxed/", relaxed)]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("what", "sentences"),
    [
        ("400", ["请求有误", "没有保存任何改动"]),
        ("403", ["不能进行这项操作", "只有经办岗可以修改。"]),
        ("404", ["没有找到这一页", "请核对地址"]),
        ("500", ["系统出错了", "系统管理员"]),
    ],
)
def test_a_page_says_what_went_wrong_and_what_to_do(author: User, what: str, sentences: list[str]) -> None:
    client = client_of(author)
    client.raise_request_exception = False
    answer = client.get(f"/fail/{what}/")
    assert answer.status_code == int(what)
    for sentence in sentences:
        assert sentence in answer.content.decode()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_visitor_who_is_lost_is_offered_the_door(client: Client, db: None) -> None:
    answer = client.get("/nosuchpage/")
    assert answer.status_code == 404
    assert 'href="/sign-in/"' in answer.content.decode()


def test_the_page_of_a_breakdown_asks_nothing_of_anybody() -> None:
    """No request and no database: both may be what broke."""
    assert "系统出错了" in render_to_string("500.html")


def test_nothing_runs_in_a_page_but_the_sites_own_files(client: Client, db: None) -> None:
    headers = client.get("/sign-in/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.urls(__name__)
def test_a_view_may_set_a_policy_of_its_own(client: Client, db: None) -> None:
    assert client.get("/relaxed/").headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("somebody", "shown"),
    [
        ("author", ["张建", "建设局　经办岗"]),
        ("section_reviewer", ["孙股", "业务一股　股室审核岗"]),
        ("nobody", ["陈无", "还没有岗位"]),
    ],
)
def test_the_page_names_the_person_and_the_posts(cast: Cast, somebody: str, shown: list[str]) -> None:
    page = client_of(cast.people[somebody]).get("/password/").content.decode()
    for text in shown:
        assert text in page


def test_the_menu_leads_to_every_list(author: User) -> None:
    page = client_of(author).get("/password/").content.decode()
    for text in ("绩效目标表", "项目", "部门整体绩效目标", "回收站", "版式"):
        assert f">{text}</a>" in page


def test_the_menu_tells_where_one_is(author: User) -> None:
    client = client_of(author)
    assert 'href="/projects/" aria-current="page"' in client.get("/projects/").content.decode()
    assert "aria-current" not in client.get("/password/").content.decode()


def test_the_keyboard_gets_past_the_menu(author: User) -> None:
    page = client_of(author).get("/password/").content.decode()
    assert page.index('href="#content"') < page.index("<header")
    assert 'id="content"' in page


@pytest.mark.parametrize("charset", ["utf-7", "hex", "undefined", "gbk"])
@pytest.mark.django_db
def test_another_encoding_than_utf_8_is_refused(client: Client, charset: str) -> None:
    body = b"--XbX\r\nContent-Disposition: form-data; name=username\r\n\r\n+2AA-\r\n--XbX--\r\n"
    answer = client.generic("POST", "/sign-in/", body, f"multipart/form-data; boundary=XbX; charset={charset}")
    assert answer.status_code == 400
    assert "请求有误" in answer.content.decode()


@pytest.mark.django_db
def test_another_encoding_is_refused_in_an_address_too(client: Client) -> None:
    assert client.get("/sign-in/?next=/%2B2AA-", headers={"content-type": "text/plain; charset=utf-7"}).status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
@pytest.mark.django_db
def test_utf_8_is_taken_however_it_is_spelled(client: Client, charset: str) -> None:
    assert client.get("/sign-in/", headers={"content-type": f"text/plain; charset={charset}"}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/projects/", "/goals/", "/admin/accounts/department/"])
def test_nul_in_an_address_is_refused(cast: Cast, address: str) -> None:
    assert client_of(cast.administrator).get(f"{address}?text=%00").status_code == 400
