"""What COMMENT ON says of columns that several tables have."""

APP = "The app: public.app.id."
DAY = "The calendar day, in UTC, of created_at."
FILTER = "What is counted: see table filter. Rows of different filters must never be added up."
