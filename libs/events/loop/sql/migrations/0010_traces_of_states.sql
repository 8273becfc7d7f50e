alter table states add column if not exists trace text
