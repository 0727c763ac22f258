"""登记导入: units, people, projects and their 控制数 out of a spreadsheet: read, mapped, previewed, confirmed; and given out again."""
