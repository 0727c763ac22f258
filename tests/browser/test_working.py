"""A day of the person who writes: a project, its table, attachments, last year's table, the bin and back, 部门整体绩效目标."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from perfgoals.exchange.importing import import_file
from perfgoals.exchange.reading import recover_file
from perfgoals.official.department_goals import mend_goals
from perfgoals.tables.goals_storing import to_record
from perfgoals.tables.models import DepartmentGoals, Project, TargetTable
from tests.browser.conftest import SignIn
from tests.browser.editing import ready
from tests.cast import PUBLISHED, Cast, published, stored


def test_a_project_and_its_empty_table(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.author)
    page.get_by_role("link", name="新建项目").first.click()
    page.get_by_label("项目名称").fill("农村公路养护")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("没有保存")).to_be_visible()  # nobody has said that it is no secret
    assert not Project.objects.exists()
    page.get_by_label("本项目不涉及国家秘密").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("项目“农村公路养护”已建立")).to_be_visible()
    page.get_by_text("河南", exact=False).first.click()
    page.get_by_label("年度").fill("2027")
    expect(page.get_by_label("从什么开始")).to_have_value("")
    expect(page.get_by_label("另一张表")).to_be_hidden()
    expect(page.get_by_label("Word 或 Excel 文件")).to_be_hidden()
    page.get_by_role("button", name="新建并填写").click()
    ready(page)
    expect(page.get_by_role("heading", name="农村公路养护")).to_be_visible()
    expect(page.locator(".form-paper")).to_contain_text("农村公路养护")
    expect(page.locator(".form-paper")).to_contain_text("数量指标")
    made = TargetTable.objects.get()
    assert (made.project.department, made.year, made.layout, made.changed_by) == (cast.building, 2027, "henan", cast.author)
    assert page.url.endswith(f"/tables/{made.pk}/edit/")
    page.go_back()
    page.get_by_text("河南", exact=False).first.click()
    page.get_by_label("年度").fill("2027")
    page.get_by_role("button", name="新建并填写").click()
    expect(page.get_by_text("已有绩效目标表").first).to_be_visible()
    assert TargetTable.objects.count() == 1


def opened(sign_in: SignIn, cast: Cast, name: str = "made-01") -> tuple[Page, TargetTable]:
    table = stored(published(name), cast.building, by=cast.author)
    page = sign_in(cast.author)
    page.locator("#tables a.project-name").click()
    return page, table


def test_a_table_is_carried_over_once(sign_in: SignIn, cast: Cast) -> None:
    page, table = opened(sign_in, cast)
    page.get_by_role("button", name="沿用到下一年度").click()
    expect(page.get_by_text("沿用为2028年度")).to_be_visible()
    carried = TargetTable.objects.exclude(pk=table.pk).get()
    assert (carried.year, carried.project, carried.state) == (2028, table.project, "drafting")
    page.goto(f"/tables/{table.pk}/")
    page.get_by_role("button", name="沿用到下一年度").click()
    expect(page.get_by_text("没有沿用")).to_be_visible()
    page.get_by_role("link", name="打开它").click()
    expect(page).to_have_url(re.compile(f"/tables/{carried.pk}/$"))
    assert TargetTable.objects.count() == 2


def test_a_table_goes_to_the_bin_and_comes_back(sign_in: SignIn, cast: Cast) -> None:
    page, table = opened(sign_in, cast)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除到回收站").click()
    expect(page.get_by_role("heading", name="回收站")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=table.project_name)).to_be_visible()
    page.goto("/")
    expect(page.locator("#tables a.project-name")).to_have_count(0)
    page.goto("/bin/")
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_role("heading", name=table.project_name)).to_be_visible()
    table.refresh_from_db()
    assert table.deleted_at is None


def test_a_page_that_is_out_of_date_deletes_nothing(sign_in: SignIn, cast: Cast) -> None:
    page, table = opened(sign_in, cast)
    TargetTable.objects.update(version=2)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除到回收站").click()
    expect(page.get_by_text("他人已修改，请核对")).to_be_visible()
    table.refresh_from_db()
    assert table.deleted_at is None


def test_an_attachment_goes_up_comes_down_and_is_deleted(sign_in: SignIn, cast: Cast, tmp_path: Path) -> None:
    page, table = opened(sign_in, cast)
    file = tmp_path / "测算 明细（一）.pdf"
    file.write_bytes(b"%PDF-1.7\n" + b"x" * 5000)
    page.get_by_label("类别").select_option(label="测算明细")
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已上传“测算 明细（一）.pdf”")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="测算 明细（一）.pdf", exact=True).click()
    assert download.value.suggested_filename == file.name
    assert Path(download.value.path()).read_bytes() == file.read_bytes()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="删除附件").click()
    assert table.attachments.count() == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除附件").click()
    expect(page.get_by_text("已删除")).to_be_visible()
    assert table.attachments.count() == 0


def test_a_file_that_is_not_what_it_says_is_refused_at_the_field(sign_in: SignIn, cast: Cast, tmp_path: Path) -> None:
    page, table = opened(sign_in, cast)
    (tmp_path / "方案.pdf").write_bytes(b"<script>alert(1)</script>")
    page.get_by_label("文件", exact=True).set_input_files(tmp_path / "方案.pdf")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("的内容不是 .pdf 文件")).to_be_visible()
    assert table.attachments.count() == 0


def test_empty_forms_are_downloaded(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.nobody)
    page.goto("/layouts/")
    for name in ("Word", "Excel", "PDF"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).first.click()
        assert "空白表" in download.value.suggested_filename


def test_published_goals_are_read_and_downloaded(sign_in: SignIn, cast: Cast, tmp_path: Path) -> None:
    import_file(PUBLISHED / "hebei-overall-goals.json", create=True)
    goals = DepartmentGoals.objects.get()
    record = to_record(goals)
    page = sign_in(cast.administrator)
    page.goto("/goals/")
    page.locator("tbody a").first.click()
    for section in record.sections:
        expect(page.locator(".goals-paper")).to_contain_text(section.heading)
    for name in ("PDF", "Word", "Excel", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"下载 {name}").click()
        download.value.save_as(tmp_path / name)
    assert mend_goals(json.loads((tmp_path / "JSON").read_text("utf-8")))[0] == record
    (recovered,) = recover_file((tmp_path / "Word").read_bytes()).goals
    assert recovered.sections == record.sections
    text = subprocess.run(["pdftotext", tmp_path / "PDF", "-"], capture_output=True, text=True, check=True).stdout
    assert "".join(record.sections[-1].items[-1].split())[:20] in "".join(text.split())
