"""The 指标库: what is commonly written as a 三级指标, gathered from published and approved tables, looked up while filling in."""
