# What is left, and what a customer can be told.

stock_left = { $free } left
stock_at_risk = { $free } at risk
stock_owed = none · { $owed } owed
stock_none = none left
stock_service = service
stock_on_hand = { $quantity } on hand
stock_promise_covered = covered
stock_promise_to_confirm = to be confirmed
stock_promise_beyond_books = { $short } over the books
stock_promise_waits = { $short } subject to stock
