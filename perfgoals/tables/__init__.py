"""绩效目标表 in the database: projects, tables and what stands in their cells, and who may see them."""
