DATABASE_URL=postgres://app:app@db/app
LOG_LEVEL=debug
# comment
FEATURES="a b c"
