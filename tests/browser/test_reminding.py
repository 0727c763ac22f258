"""The 催报名单 copied in a real browser, in a page that has no clipboard of its own, and pasted as a person pastes."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.cast import Cast
from tests.review.campaign import make_round, project, tabled


def test_the_list_is_copied_as_text(sign_in: SignIn, cast: Cast) -> None:
    make_round(closes_at=None)
    tabled(project(cast.building, "修路"), "1")
    page = sign_in(cast.performance_reviewer)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")  # as on a plain http address
    page.goto("/progress/?year=2027&round=first")
    page.get_by_text("催报名单", exact=True).click()
    page.get_by_role("button", name="复制为文字").click()
    expect(page.get_by_text("已复制，可以粘贴到聊天中")).to_be_visible()
    page.goto("/rounds/new/?year=2027&kind=second")
    chat = page.get_by_label("填报要求")
    chat.focus()
    page.keyboard.press("Control+V")
    expect(chat).to_have_value(
        "2027年度一上，下列单位请抓紧上报：\n"
        "1. 财政局（没有经办人）：没有录入项目\n"
        "2. 住建局（没有经办人）：没有录入项目\n"
        "3. 建设局（张建 0311-1234567、李建 0311-1234567）：1 张未上报\n"
        "4. 水利局（郑水 0311-1234567）：没有录入项目"
    )


def test_a_round_is_set_with_the_picker_of_the_browser(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.performance_reviewer)
    page.goto("/rounds/new/?year=2027&kind=first")
    page.get_by_label("开始时间").fill("2026-10-01T09:00")
    page.get_by_label("截止时间").fill("2026-10-20T18:00")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("2026-10-20 18:00 截止")).to_be_visible()
    page.get_by_role("link", name="修改2027年度一上").click()
    expect(page.get_by_label("截止时间")).to_have_value("2026-10-20T18:00")
